public import Formats
public import Tensors

/// A tensor to be written, by name.
///
/// A recorder gives the address of the parameters, which are then copied straight into the file: what is written are the values of that
/// moment, whatever training does to them afterwards.
public struct SnapshotEntry {
  enum Source {
    case memory(UnsafeBufferPointer<Float>)
    case array(NumericArray)
  }

  public var name: String
  public let shape: Shape
  let source: Source

  /// - Parameter values: Row-major, as many as `shape` holds, valid until the snapshot is written.
  public init(_ name: String, shape: Shape, _ values: UnsafeBufferPointer<Float>) {
    precondition(
      values.count == shape.elementCount, "\(values.count) values do not fill shape \(shape) of \(name), which holds \(shape.elementCount)")
    self.name = name
    self.shape = shape
    source = .memory(values)
  }

  public init(_ name: String, _ array: NumericArray) {
    self.name = name
    shape = array.shape
    source = .array(array)
  }

  public init(_ name: String, _ tensor: Tensor<Float>) { self.init(name, .float(tensor)) }

  var declaration: SafetensorsWriter.Declaration {
    switch source {
    case .memory: SafetensorsWriter.Declaration(name, .float32, shape: shape)
    case .array(let array): SafetensorsWriter.Declaration(name, SafetensorsType(array), shape: shape)
    }
  }

  func write(to writer: inout SafetensorsWriter) throws(FileError) {
    switch source {
    case .memory(let values): try writer.append(UnsafeRawBufferPointer(values))
    case .array(let array): try writer.append(array)
    }
  }
}
