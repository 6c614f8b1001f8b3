/// `Benchmarks gemm` or `Benchmarks conv ...`: Scripts/bench calls it.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "gemm": GEMMBenchmark.run()
    case "conv": ConvolutionBenchmark.run(gradients: arguments.dropFirst().first)
    default: print("usage: Benchmarks gemm | conv")
    }
  }
}
