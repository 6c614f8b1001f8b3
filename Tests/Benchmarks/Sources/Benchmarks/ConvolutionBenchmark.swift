enum ConvolutionBenchmark {
  static func run(gradients: String?) {}
}
