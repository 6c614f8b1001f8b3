public import Formats
public import Tensors

/// What a tensor changed by between two steps. Holds both in memory for a moment.
public struct TensorChange: Sendable {
  /// Later minus earlier, of the later one's shape.
  public var values: Tensor<Float>

  /// Nil where the earlier file has no tensor of that name and shape.
  public init?(of name: String, from earlier: any TensorFile, to later: any TensorFile) throws(FileError) {
    guard let before = earlier.tensors.first(where: { $0.name == name }), let after = later.tensors.first(where: { $0.name == name }),
      before.shape == after.shape
    else { return nil }
    values = try later.read(name).floats() - (try earlier.read(name).floats())
  }
}
