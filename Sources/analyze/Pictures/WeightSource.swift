import Fathom

/// Where weights come from: a run's checkpoint, or any file of tensors.
struct WeightSource {
  private enum Origin {
    case snapshot(Snapshot)
    case file(any TensorFile)
  }

  private let origin: Origin
  let name: String

  static let weightSuffix = ".weight"

  init(_ snapshot: Snapshot) { self.init(.snapshot(snapshot), name: "step \(snapshot.step)") }

  private init(_ origin: Origin, name: String) { (self.origin, self.name) = (origin, name) }

  /// - Parameter step: Of a run; nil: the last.
  init(_ path: String, step: Int?) throws {
    switch try Source(trained: path) {
    case .run(let path): self.init(try RunDirectory(path).snapshot(.checkpoint, step: step))
    case .file(let path):
      guard step == nil else { throw Failure(.usage, "--step is for run directories; \(path) is a file") }
      self.init(.file(try InputFile(path).tensorFile()), name: path)
    case .images(let path): throw Failure(.usage, "\(path) is a folder of pictures and has no weights; a run directory or a file of tensors has")
    case .dataset(let name): throw Failure(.usage, "\(name) is a data set and has no weights; a run directory or a file of tensors has")
    }
  }

  var path: String {
    switch origin {
    case .snapshot(let snapshot): snapshot.path
    case .file(let file): file.path
    }
  }

  var names: [String] {
    switch origin {
    case .snapshot(let snapshot): snapshot.names
    case .file(let file): file.names
    }
  }

  func shape(of name: String) -> [Int] {
    switch origin {
    case .snapshot(let snapshot): snapshot.shape(of: name) ?? []
    case .file(let file): file.tensors.first { $0.name == name }?.shape ?? []
    }
  }

  func values(_ name: String) throws -> Tensor<Float> {
    switch origin {
    case .snapshot(let snapshot): try snapshot.values(name)
    case .file(let file): try file.read(name).floats()
    }
  }

  /// The tensors asked for, by name, by the name of their layer, or by a pattern.
  /// - Parameters:
  ///   - layers: None: all weights, that is what ends with `.weight`, or all tensors where nothing does.
  ///   - suffix: `.grad` for the gradients of those.
  ///   - isSuitable: By the shape.
  func tensors(_ layers: [String], suffix: String = "", what: String, where isSuitable: ([Int]) -> Bool = { _ in true }) throws -> [String] {
    let gradient = Snapshot.gradientSuffix
    let there = names.filter { (suffix == gradient) == $0.hasSuffix(gradient) }.map { String($0.dropLast(suffix.count)) }
    let suitable = there.filter { isSuitable(shape(of: $0 + suffix)) }
    guard !suitable.isEmpty else {
      throw Failure(.badData, "\(path): there are no \(what)", hint: there.isEmpty ? nil : "there are \(there.prefix(20).map { $0 + suffix }.listed)")
    }
    guard !layers.isEmpty else {
      let weights = suitable.filter { $0.hasSuffix(Self.weightSuffix) }
      return (weights.isEmpty ? suitable : weights).map { $0 + suffix }
    }
    var chosen: [String] = []
    for layer in layers {
      let pattern = NamePattern(layer)
      let found = [[layer], [layer + Self.weightSuffix], suitable.filter(pattern.matches)].first { $0.contains(where: suitable.contains) } ?? []
      guard !found.isEmpty else {
        throw Failure(.badData, "\(path): there are no \(what) of a layer \(layer); there are those of \(suitable.listed)")
      }
      chosen += found.filter { !chosen.contains($0) }
    }
    return chosen.map { $0 + suffix }
  }
}
