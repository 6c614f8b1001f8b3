/// `Benchmarks gemm` or `Benchmarks conv ...`: Scripts/bench calls it. `Benchmarks repulsion` has no peer.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "gemm": GEMMBenchmark.run()
    case "conv": ConvolutionBenchmark.run(gradients: arguments.dropFirst().first)
    case "pca": PCABenchmark.run(Array(arguments.dropFirst()))
    case "knn": NeighborsBenchmark.run(Array(arguments.dropFirst()))
    case "repulsion": RepulsionBenchmark.run()
    default: print("usage: Benchmarks gemm | conv | pca | knn | repulsion")
    }
  }
}
