/// What the header of a safetensors file says of a tensor.
public struct SafetensorsEntry: Sendable, Hashable {
  public var name: String
  public var type: SafetensorsType
  public var shape: [Int]
  /// Where in the file its data lie.
  public var bytes: Range<Int>

  var stored: StoredTensor {
    StoredTensor(name: name, typeName: type.name, shape: shape, byteCount: bytes.count)
  }
}
