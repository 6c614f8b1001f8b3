import Fathom

/// Saves the state of t-SNE now and then, whole or not at all, and keeps the one before: NPZ with the state's arrays and, as text, what
/// the run was made with.
final class Checkpoint {
  /// How often the optimisation asks whether it is time.
  static let iterationsBetweenLooks = 10

  private let path: String
  private let identity: [(name: String, value: String)]
  private let seconds: Double
  private var lastSaved = secondsNow()

  /// - Parameter identity: What a run that goes on must agree with.
  /// - Throws: `cannotCreate` where no file can be made at `path`.
  init(_ path: String, every seconds: Double, identity: [(name: String, value: String)]) throws {
    guard path != "-" else { throw Failure(.usage, "a checkpoint needs a file, not standard output") }
    self.path = path
    self.seconds = seconds
    self.identity = identity
    try OutputFile(path).discard()
  }

  /// Saves if it is time, or if this is the last chance.
  func visit(_ step: TSNEProgress, isLast: Bool) throws {
    guard let state = step.state, isLast || secondsNow() - lastSaved >= seconds else { return }
    try save(state())
    lastSaved = secondsNow()
  }

  private func save(_ state: TSNEState) throws {
    let text = identity.map { "\($0.name)=\($0.value)\n" }.joined()
    let file = try OutputFile(path)
    try NPZWriter.write(
      [
        NamedArray("points", .float(state.points)), NamedArray("update", .float(state.update)),
        NamedArray("gains", .float(state.gains)), NamedArray("center", .float(state.center)),
        NamedArray("repulsion", .float(state.repulsion)), NamedArray("order", .int32(state.order)),
        NamedArray("iteration", .int(Tensor([state.iteration]))),
        NamedArray("fingerprint", .int(Tensor([state.fingerprint]))), NamedArray("run", .uint8(Tensor(Array(text.utf8)))),
      ], to: file)
    FileSystem.keepPrevious(path)
    try file.commit()
  }

  /// The state in a checkpoint of the same run.
  /// - Throws: A failure that names what differs.
  static func read(_ path: String, expecting identity: [(name: String, value: String)]) throws -> TSNEState {
    let archive = try NPZFile(InputFile(path))
    guard case .uint8(let text) = try archive.read("run") else {
      throw FileError(.badData, path: path, "no checkpoint: its array \"run\" is no text")
    }
    let lines = String(decoding: text.scalars, as: UTF8.self).split(separator: "\n")
    let saved = Dictionary(
      lines.map { line in
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
      }, uniquingKeysWith: { first, _ in first })
    for (name, value) in identity where saved[name] != value {
      throw FileError(
        .badData, path: path, "the checkpoint was made with \(name) \(saved[name] ?? "unknown"), and this run has \(value)")
    }
    func floats(_ name: String) throws -> Tensor<Float> {
      guard case .float(let tensor) = try archive.read(name) else { throw wrongType(name) }
      return tensor
    }
    func integer(_ name: String) throws -> Int {
      guard case .int(let tensor) = try archive.read(name), tensor.count == 1 else { throw wrongType(name) }
      return tensor.scalars[0]
    }
    func wrongType(_ name: String) -> FileError {
      FileError(.badData, path: path, "no checkpoint: wrong type or shape", at: "array \"\(name)\"")
    }
    guard case .int32(let order) = try archive.read("order") else { throw wrongType("order") }
    return TSNEState(
      iteration: try integer("iteration"), order: order, points: try floats("points"), update: try floats("update"),
      gains: try floats("gains"), center: try floats("center"), repulsion: try floats("repulsion"),
      fingerprint: try integer("fingerprint"))
  }
}
