public import Formats
public import Tensors

/// The tensors that a run wrote at a step. Opened by the file's header; a tensor's values are read when they are asked for.
public struct Snapshot: Sendable {
  /// What the name of a parameter's gradient adds to its own.
  public static let gradientSuffix = ".grad"

  public let kind: SnapshotKind
  public let step: Int
  private let file: SafetensorsFile

  init(_ kind: SnapshotKind, step: Int, path: String) throws(FileError) {
    self.kind = kind
    self.step = step
    file = try SafetensorsFile(InputFile(path))
  }

  public var path: String { file.path }

  /// All names, in the order of the file.
  public var names: [String] { file.names }

  /// The names without those of gradients.
  public var valueNames: [String] { names.filter { !$0.hasSuffix(Self.gradientSuffix) } }

  /// What was noted beside the tensors.
  public var notes: [(name: String, value: String)] { file.metadata }

  /// The shape of a tensor; nil where there is none of that name.
  public func shape(of name: String) -> [Int]? { file.entry(name)?.shape }

  /// A tensor as it was written.
  /// - Throws: `badData` where there is none of that name, saying which there are.
  public func array(_ name: String) throws(FileError) -> NumericArray { try file.read(name) }

  /// A tensor as Float.
  /// - Throws: `badData` where there is none of that name, saying which there are.
  public func values(_ name: String) throws(FileError) -> Tensor<Float> { try file.read(name).floats() }
}
