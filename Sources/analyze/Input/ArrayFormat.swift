import Fathom

/// A format that arrays are written in, chosen by the ending of the output's name.
enum ArrayFormat: String {
  case csv, tsv, npy, npz, safetensors

  /// Formats that others write and Fathom does not yet.
  private static let forLater: Set<String> = ["pt", "pth", "h5", "hdf5", "keras", "onnx", "parquet"]

  init(output: String) throws {
    if output == "-" || output.hasPrefix("/dev/") {
      self = .csv
      return
    }
    let name = output.split(separator: "/").last ?? ""
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last.map { $0.lowercased() } ?? ""
    if Self.forLater.contains(ending) { throw Failure.notBuiltIn("writing .\(ending) files") }
    guard let format = Self(rawValue: ending) else {
      throw Failure(.usage, "\(output): the ending \(ending.isEmpty ? "is missing" : ".\(ending) names no format that is written"): .csv, .tsv, .npy, .npz or .safetensors")
    }
    self = format
  }
}

// MARK: - Arrays

extension ArrayFormat {
  /// Writes some arrays of a file. Only NPZ and safetensors hold several.
  func write(_ names: [String], of source: any TensorFile, to output: OutputFile) throws {
    switch self {
    case .npz:
      var archive = NPZWriter(to: output)
      for name in names { try archive.add(name, source.read(name)) }
      try archive.finish()
    case .safetensors: try writeSafetensors(names, of: source, to: output)
    case .npy: try NPYFile.write(only(names, of: source).values, to: output)
    case .csv, .tsv:
      let array = try only(names, of: source)
      let matrix = array.values.asMatrix
      try csvWriter.write(matrix, names: array.columnNames ?? matrix.columnNames, to: output)
    }
  }

  /// One tensor in memory at a time, where it is known from the list of all what each becomes.
  private func writeSafetensors(_ names: [String], of source: any TensorFile, to output: OutputFile) throws {
    let stored = Dictionary(source.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let declarations = names.compactMap { name in
      stored[name].flatMap { tensor in
        SafetensorsType(reading: tensor.typeName).map { SafetensorsWriter.Declaration(name, $0, shape: Shape(tensor.shape)) }
      }
    }
    guard declarations.count == names.count else {
      return try SafetensorsWriter.write(names.map { try source.array($0) }, to: output)
    }
    var writer = try SafetensorsWriter(declarations, to: output)
    for (name, declaration) in zip(names, declarations) {
      let array = try source.read(name)
      guard SafetensorsType(array) == declaration.type, array.shape == declaration.shape else {
        throw FileError(.badData, path: source.path, "\(array.scalarName) \(array.shape), listed as \(declaration.shape)", at: "tensor \"\(name)\"")
      }
      try writer.append(array)
    }
    writer.finish()
  }

  private func only(_ names: [String], of source: any TensorFile) throws -> NamedArray {
    guard names.count == 1 else {
      throw Failure(
        .usage, "\(source.path): \(names.count) arrays, and .\(rawValue) holds one: choose it with --tensor (\(names.listed))")
    }
    return try source.array(names[0])
  }

  private var csvWriter: CSVWriter { CSVWriter(separator: self == .tsv ? .tab : .comma) }
}

// MARK: - Data sets

extension ArrayFormat {
  func write(_ dataset: Dataset, to output: OutputFile) throws {
    let samples = dataset.samples.asMatrix
    switch self {
    case .npy: try NPYFile.write(samples, to: output)
    case .npz: try NPZWriter.write(Self.arrays(samples, dataset.labels), to: output)
    case .safetensors: try SafetensorsWriter.write(Self.arrays(samples, dataset.labels), to: output)
    case .csv, .tsv:
      let names = dataset.columnNames ?? samples.columnNames
      if let labels = dataset.labels {
        try csvWriter.write(samples.appendingColumn(labels), names: names + ["label"], to: output)
      } else {
        try csvWriter.write(samples, names: names, to: output)
      }
    }
  }

  private static func arrays(_ samples: NumericArray, _ labels: [Int]?) -> [NamedArray] {
    [NamedArray("samples", samples)] + (labels.map { [NamedArray("labels", .int(Tensor($0)))] } ?? [])
  }
}
