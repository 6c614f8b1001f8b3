import Fathom

/// Reads a source as rows with their labels, by the options that say what of it is wanted.
struct SourceReader {
  var tensor: String?
  var labels: String?
  var labelColumn: String?
  var limit: Int?
  var run = RunSelection()
  var memoryLimit: ByteSize?

  init() {}

  init(_ options: SourceOptions, _ run: RunOptions, memoryLimit: ByteSize?) {
    tensor = options.tensor
    labels = options.labels
    labelColumn = options.labelColumn
    limit = options.limit
    self.run = RunSelection(run)
    self.memoryLimit = memoryLimit
  }

  func read(_ source: Source) throws -> LoadedSource {
    var rows =
      switch source {
      case .dataset(let name): try read(dataset: name)
      case .file(let path): try read(file: path)
      case .run(let path): try read(run: path)
      }
    guard case .run = source else {
      if let labels { rows.labels = try LabelFile.read(labels) }
      if let limit, limit < rows.rowCount {
        rows.samples = rows.samples.rows(0..<limit)
        rows.labels = rows.labels?.prefix(limit)
      }
      return rows
    }
    // The limit held for each step already.
    if let labels { rows.labels = try LabelFile.read(labels).prefix(limit ?? .max).repeated(rows.stepCount) }
    return rows
  }

  private func read(run path: String) throws -> LoadedSource {
    if let fileOption {
      throw Failure(.usage, "\(fileOption) is for files; of the run \(path), --weights, --logits and --features choose")
    }
    return try RunReader(selection: run, limit: limit, memoryLimit: memoryLimit).read(path)
  }

  /// The option that only a file has a meaning for, by its name; nil if none was given.
  private var fileOption: String? { tensor.map { _ in "--tensor" } ?? labelColumn.map { _ in "--label-column" } }

  private func read(dataset name: String) throws -> LoadedSource {
    if let option = run.given { throw Failure(.usage, "\(option) is for run directories; \(name) is a data set") }
    if let fileOption { throw Failure(.usage, "\(fileOption) is for files; \(name) is a data set") }
    guard let dataset = try Dataset.named(name) else { throw Failure(.cannotRead, "\(name): no such data set") }
    return LoadedSource(name: name, samples: dataset.samples.asMatrix, labels: dataset.labels.map { .integers($0) })
  }

  func read(file path: String) throws -> LoadedSource {
    if let option = run.given { throw Failure(.usage, "\(option) is for run directories; \(path) is a file") }
    let file = try ArrayFile(path)
    if file.isTable {
      if tensor != nil { throw Failure(.usage, "--tensor is for files of several arrays; \(path) is a table") }
      return try TableReader(labelColumn: labelColumn).read(file.file)
    }
    let samples = try file.array(try tensor ?? Self.samples(of: file))
    let labels = try labelColumn.map { try file.array($0) } ?? Self.labels(in: file, of: samples)
    return LoadedSource(
      name: path, samples: samples.values.asMatrix, labels: try labels.map { try LabelFile.labels($0, path: path) })
  }

  /// The name of the one array that has rows and columns.
  private static func samples(of file: ArrayFile) throws -> String {
    if file.names.count == 1 { return file.names[0] }
    let shapes = try file.names.map { (name: $0, shape: try file.shape(of: $0)) }
    let matrices = shapes.filter { $0.shape.count >= 2 }
    if matrices.count == 1 { return matrices[0].name }
    let list = (matrices.isEmpty ? shapes : matrices).map { "\($0.name) \($0.shape)" }.listed
    throw Failure(
      .badData,
      "\(file.path): \(matrices.isEmpty ? "no array has" : "\(matrices.count) arrays have") rows and columns\(list.isEmpty ? "" : ": ")\(list)",
      hint: matrices.isEmpty ? nil : "--tensor NAME chooses one")
  }

  /// An array named for it that holds one whole number for each row.
  private static func labels(in file: ArrayFile, of samples: NamedArray) throws -> NamedArray? {
    let known = ["label", "labels", "y", "target"]
    guard let name = file.names.first(where: { known.contains($0.lowercased()) && $0 != samples.name }),
      try file.shape(of: name) == [samples.values.shape.first ?? 0]
    else { return nil }
    let array = try file.array(name)
    return array.values.isInteger ? array : nil
  }
}
