import Fathom

/// `Benchmarks knn FILE ROWS COLUMNS K LEVEL REPEATS OUT`: finds the neighbours of the points that the file holds without a header, with the
/// instruction set LEVEL (`best` for the machine's), and prints as one JSON object how long each repeat took and the peak of memory; the
/// indices go to the file OUT.
enum NeighborsBenchmark {
  static func run(_ arguments: [String]) {
    guard arguments.count == 7, let rows = Int(arguments[1]), let columns = Int(arguments[2]), let k = Int(arguments[3]),
      let repeats = Int(arguments[5])
    else {
      print("usage: Benchmarks knn FILE ROWS COLUMNS K LEVEL REPEATS OUT")
      return
    }
    let level = InstructionSet.allCases.first { "\($0)" == arguments[4] } ?? .current
    let points: Tensor<Float> = readNumbers(arguments[0], [rows, columns])
    let search = ExactNeighbors(instructionSet: min(level, .current))
    var seconds: [Double] = []
    do {
      for _ in 0..<repeats {
        let clock = ContinuousClock()
        let start = clock.now
        let graph = try search.graph(of: points, k: k)
        seconds.append((clock.now - start).seconds)
        writeNumbers(graph.indices.scalars, arguments[6])
      }
      print(#"{"seconds": \#(seconds), "peak": \#(peakMemory())}"#)
    } catch {
      print("knn: \(error)")
    }
  }
}
