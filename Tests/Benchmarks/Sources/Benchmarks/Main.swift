/// `Benchmarks gemm` or `Benchmarks conv ...`: Scripts/bench calls it.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "gemm": GEMMBenchmark.run()
    case "conv": ConvolutionBenchmark.run(gradients: arguments.dropFirst().first)
    case "pca": PCABenchmark.run(Array(arguments.dropFirst()))
    default: print("usage: Benchmarks gemm | conv | pca")
    }
  }
}
