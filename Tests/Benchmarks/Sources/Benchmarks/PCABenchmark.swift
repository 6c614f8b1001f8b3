import Fathom

/// `Benchmarks pca floats|bytes FILE ROWS COLUMNS COMPONENTS REPEATS OUT`: fits and transforms what the file holds without a header, and
/// prints as one JSON object how long each repeat took and the peak of memory; components and variances go to the file OUT.
enum PCABenchmark {
  static func run(_ arguments: [String]) {
    guard arguments.count == 7, let rows = Int(arguments[2]), let columns = Int(arguments[3]), let k = Int(arguments[4]),
      let repeats = Int(arguments[5])
    else {
      print("usage: Benchmarks pca floats|bytes FILE ROWS COLUMNS COMPONENTS REPEATS OUT")
      return
    }
    let shape: Shape = [rows, columns]
    do {
      if arguments[0] == "bytes" {
        try measure(ByteRows<Float>(readNumbers(arguments[1], shape)), k, repeats, out: arguments[6])
      } else {
        try measure(DenseRows<Float>(readNumbers(arguments[1], shape)), k, repeats, out: arguments[6])
      }
    } catch {
      print("pca: \(error)")
    }
  }

  private static func measure<Rows: RowSource>(_ rows: Rows, _ k: Int, _ repeats: Int, out: String) throws {
    var fits: [Double] = []
    var totals: [Double] = []
    var used = PCA.Solver.automatic
    for _ in 0..<repeats {
      let clock = ContinuousClock()
      let start = clock.now
      let model = try PCA(componentCount: k).fit(rows: rows)
      fits.append((clock.now - start).seconds)
      let map = model.transform(rows: rows)
      totals.append((clock.now - start).seconds)
      precondition(map.shape == [rows.rowCount, k])
      used = model.solver
      writeNumbers(model.components.scalars + model.explainedVariance.scalars, out)
    }
    print(#"{"seconds": \#(totals), "fit": \#(fits), "peak": \#(peakMemory()), "solver": "\#(used)"}"#)
  }
}
