/// What Scripts/bench runs of Fathom beside its peers; `Benchmarks repulsion` has no peer.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "serve": Server.run()
    case "pca": PCABenchmark.run(Array(arguments.dropFirst()))
    case "knn": NeighborsBenchmark.run(Array(arguments.dropFirst()))
    case "repulsion": RepulsionBenchmark.run()
    case "tensorboard": TensorBoardBenchmark.run(Array(arguments.dropFirst()))
    default: print("usage: Benchmarks serve | pca | knn | repulsion | tensorboard")
    }
  }
}
