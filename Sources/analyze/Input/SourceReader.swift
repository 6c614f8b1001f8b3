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
      case .images(let path): try read(images: path)
      case .run(let path): try read(run: path)
      }
    guard case .run = source else {
      if let labels { rows.labels = try LabelFile.read(labels) }
      if let limit, limit < rows.rowCount {
        rows.samples = rows.samples.rows(0..<limit)
        rows.images = rows.images?.rows(0..<limit)
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
    if let layer = run.weights {
      let isFile = (try? InputFile(layer)) != nil
      throw Failure(
        .usage, "--weights names a layer of a run or of a file of tensors; \(name) is a data set",
        hint: isFile ? "the file comes first: \(layer) --weights LAYER" : nil)
    }
    if let option = run.given { throw Failure(.usage, "\(option) is for run directories; \(name) is a data set") }
    if let fileOption { throw Failure(.usage, "\(fileOption) is for files; \(name) is a data set") }
    guard let dataset = try Dataset.named(name) else { throw Failure(.cannotRead, "\(name): no such data set") }
    var rows = LoadedSource(name: name, samples: dataset.samples.asMatrix, labels: dataset.labels.map { .integers($0) })
    rows.images = dataset.samples.asImages
    return rows
  }

  private func read(images path: String) throws -> LoadedSource {
    if let option = run.given { throw Failure(.usage, "\(option) is for run directories; \(path) is a folder of pictures") }
    if let fileOption { throw Failure(.usage, "\(fileOption) is for files; \(path) is a folder of pictures") }
    let folder = try ImageFolder(path)
    let samples = NumericArray.uint8(folder.pixels)
    var rows = LoadedSource(
      name: path, samples: samples.asMatrix, labels: folder.labels.map { .integers($0) }, labelNames: folder.labels.map { _ in folder.classes })
    rows.images = samples.asImages
    if folder.skippedCount > 0 { rows.notes.append("\(folder.skippedCount) files are neither PNG nor JPEG: left out") }
    return rows
  }

  func read(file path: String) throws -> LoadedSource {
    if run.logits || run.features != nil || run.step != nil, let option = run.given {
      throw Failure(.usage, "\(option) is for run directories; \(path) is a file")
    }
    if run.weights != nil, let fileOption { throw Failure(.usage, "--weights and \(fileOption) both choose in \(path): give one") }
    let input = try InputFile(path)
    let kind = try FormatKind.recognize(input)
    if kind == .csv {
      if let option = tensor.map({ _ in "--tensor" }) ?? run.given { throw Failure(.usage, "\(option) is for files of several arrays; \(path) is a table") }
      return try TableReader(labelColumn: labelColumn).read(input)
    }
    let file = try input.tensorFile()
    var samples = try file.array(chosen(in: file))
    if kind == .picture { samples.values = samples.values.asOneSample }
    if run.weights != nil, Self.hasUnitsLast(samples) { samples.values = samples.values.movingLastAxisFirst }
    // The units of a layer have no labels in its file.
    let labels = try labelColumn.map { try file.array($0) } ?? (run.weights == nil ? Self.labels(in: file, of: samples) : nil)
    var source = LoadedSource(
      name: path, samples: samples.values.asMatrix, labels: try labels.map { try LabelFile.labels($0, path: path) })
    source.part = run.weights.map { _ in samples.name }
    if run.weights == nil { source.images = samples.values.asImages }
    return source
  }

  /// The name of the tensor that is asked for; without a choice, of the one that has rows and columns.
  private func chosen(in file: any TensorFile) throws -> String {
    if let tensor { return tensor }
    guard let layer = run.weights else { return try Self.samples(of: file) }
    let names = Set(file.names)
    if let name = ([""] + Self.weightSuffixes).map({ layer + $0 }).first(where: { names.contains($0) }) { return name }
    // The only weights inside of that layer.
    let weights = file.names.compactMap { name in Self.weightSuffixes.first(where: name.hasSuffix).map { (name, String(name.dropLast($0.count))) } }
    let inner = weights.filter { $0.0.hasPrefix(layer + ".") || $0.0.hasPrefix(layer + "/") }
    if inner.count == 1 { return inner[0].0 }
    let layers = weights.map(\.1)
    throw Failure(
      .badData, "\(file.path): no weights of a layer \(layer); there are \((layers.isEmpty ? file.names : layers).listed)")
  }

  /// PyTorch's, and Keras's.
  private static let weightSuffixes = [".weight", "/kernel", "/kernel:0", "/embeddings", "/embeddings:0", "/depthwise_kernel", "/pointwise_kernel"]

  /// Keras counts units and filters along the last axis.
  private static func hasUnitsLast(_ array: NamedArray) -> Bool {
    array.values.shape.rank > 1 && ["/kernel", "/kernel:0", "/pointwise_kernel"].contains(where: array.name.hasSuffix)
  }

  /// The name of the one array that has rows and columns.
  private static func samples(of file: any TensorFile) throws -> String {
    let tensors = file.tensors
    if tensors.count == 1 { return tensors[0].name }
    let matrices = tensors.filter { $0.shape.count >= 2 }
    if matrices.count == 1 { return matrices[0].name }
    let list = (matrices.isEmpty ? tensors : matrices).map { "\($0.name) \($0.shape)" }.listed
    throw Failure(
      .badData,
      "\(file.path): \(matrices.isEmpty ? "no array has" : "\(matrices.count) arrays have") rows and columns\(list.isEmpty ? "" : ": ")\(list)",
      hint: matrices.isEmpty
        ? nil
        : matrices.contains { matrix in weightSuffixes.contains(where: matrix.name.hasSuffix) } ? "--weights LAYER maps the units of one, --tensor NAME takes any" : "--tensor NAME chooses one")
  }

  /// An array named for it that holds one whole number for each row.
  private static func labels(in file: any TensorFile, of samples: NamedArray) throws -> NamedArray? {
    let known = ["label", "labels", "y", "target"]
    guard let stored = file.tensors.first(where: { known.contains($0.name.lowercased()) && $0.name != samples.name }),
      stored.shape == [samples.values.shape.first ?? 0]
    else { return nil }
    let array = try file.array(stored.name)
    return array.values.isInteger ? array : nil
  }
}
