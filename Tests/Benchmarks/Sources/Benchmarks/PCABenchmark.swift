import Fathom

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

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
        try measure(ByteRows<Float>(read(arguments[1], shape)), k, repeats, out: arguments[6])
      } else {
        try measure(DenseRows<Float>(read(arguments[1], shape)), k, repeats, out: arguments[6])
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
      write(model.components.scalars + model.explainedVariance.scalars, out)
    }
    print(#"{"seconds": \#(totals), "fit": \#(fits), "peak": \#(peakMemory()), "solver": "\#(used)"}"#)
  }

  /// MiB. Not getrusage's, which on Linux begins with the parent's.
  private static func peakMemory() -> Double {
    #if canImport(Darwin)
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return Double(usage.ru_maxrss) / 1_048_576
    #else
      guard let status = fopen("/proc/self/status", "r") else { return .nan }
      defer { fclose(status) }
      var text = [CChar](repeating: 0, count: 4_096)
      fread(&text, 1, text.count - 1, status)
      guard let line = strstr(text, "VmHWM:") else { return .nan }
      return Double(strtol(line + 6, nil, 10)) / 1_024
    #endif
  }

  private static func read<Scalar: TensorScalar>(_ path: String, _ shape: Shape) -> Tensor<Scalar> {
    Tensor(uninitialized: shape) { buffer in
      guard let file = fopen(path, "r") else { preconditionFailure("cannot read \(path)") }
      defer { fclose(file) }
      let count = fread(buffer.baseAddress, MemoryLayout<Scalar>.stride, buffer.count, file)
      precondition(count == buffer.count, "\(path) holds \(count) numbers, not \(shape)")
    }
  }

  private static func write<Scalar>(_ numbers: [Scalar], _ path: String) {
    guard let file = fopen(path, "w") else { preconditionFailure("cannot write \(path)") }
    numbers.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }
}
