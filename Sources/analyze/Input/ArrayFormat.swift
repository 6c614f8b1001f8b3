import Fathom

/// A format that arrays are written in, chosen by the ending of the output's name.
enum ArrayFormat: String {
  case csv, tsv, npy, npz

  /// Formats that others write and Fathom does not yet.
  private static let forLater: Set<String> = ["safetensors", "pt", "pth", "h5", "hdf5", "keras", "onnx", "parquet"]

  init(output: String) throws {
    if output == "-" || output.hasPrefix("/dev/") {
      self = .csv
      return
    }
    let name = output.split(separator: "/").last ?? ""
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last.map { $0.lowercased() } ?? ""
    if Self.forLater.contains(ending) { throw Failure.notBuiltIn("writing .\(ending) files") }
    guard let format = Self(rawValue: ending) else {
      throw Failure(.usage, "\(output): the ending \(ending.isEmpty ? "is missing" : ".\(ending) names no format that is written"): .csv, .tsv, .npy or .npz")
    }
    self = format
  }
}

// MARK: - Arrays

extension ArrayFormat {
  /// Writes some arrays of a file. Only NPZ holds several.
  func write(_ names: [String], of source: ArrayFile, to output: OutputFile) throws {
    if self == .npz {
      var archive = NPZWriter(to: output)
      for name in names { try archive.add(name, source.array(name).values) }
      return try archive.finish()
    }
    guard names.count == 1 else {
      throw Failure(
        .usage, "\(source.path): \(names.count) arrays, and .\(rawValue) holds one: choose it with --tensor (\(names.listed))")
    }
    let array = try source.array(names[0])
    switch self {
    case .csv, .tsv:
      let matrix = array.values.asMatrix
      try csvWriter.write(matrix, names: array.columnNames ?? matrix.columnNames, to: output)
    case .npy, .npz: try NPYFile.write(array.values, to: output)
    }
  }

  private var csvWriter: CSVWriter { CSVWriter(separator: self == .tsv ? .tab : .comma) }
}

// MARK: - Data sets

extension ArrayFormat {
  func write(_ dataset: Dataset, to output: OutputFile) throws {
    let samples = dataset.samples.asMatrix
    switch self {
    case .npy: try NPYFile.write(samples, to: output)
    case .npz:
      let labels = dataset.labels.map { NamedArray("labels", .int(Tensor($0))) }
      try NPZWriter.write([NamedArray("samples", samples)] + [labels].compactMap { $0 }, to: output)
    case .csv, .tsv:
      let names = dataset.columnNames ?? samples.columnNames
      if let labels = dataset.labels {
        try csvWriter.write(samples.appendingColumn(labels), names: names + ["label"], to: output)
      } else {
        try csvWriter.write(samples, names: names, to: output)
      }
    }
  }
}
