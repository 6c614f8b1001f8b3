public import Tensors

/// Writes a safetensors file piece by piece: the header first, since types and shapes alone decide it, then each tensor's bytes as they
/// are handed over, so that nothing is in memory twice.
///
/// The data stand in the order given, little-endian and row-major; the header is padded with blanks to a multiple of eight bytes.
public struct SafetensorsWriter {
  /// A tensor that will follow.
  public struct Declaration: Sendable {
    public var name: String
    public var type: SafetensorsType
    public var shape: Shape

    public init(_ name: String, _ type: SafetensorsType, shape: Shape) {
      self.name = name
      self.type = type
      self.shape = shape
    }
  }

  private let output: OutputFile
  /// What is still to come, the next one last.
  private var expected: [(name: String, byteCount: Int)]

  /// Writes the header.
  /// - Parameter metadata: Text for whoever reads the file, in this order.
  /// - Throws: `badData` where two tensors have one name, or one has the name `__metadata__`.
  public init(
    _ tensors: [Declaration], metadata: [(name: String, value: String)] = [], to output: OutputFile
  ) throws(FileError) {
    self.output = output
    var names: Set<String> = []
    expected = []
    for tensor in tensors {
      guard names.insert(tensor.name).inserted, tensor.name != SafetensorsHeader.metadataKey else {
        throw FileError(.badData, path: output.path, "a safetensors file cannot hold this name, or not twice").naming(tensor.name)
      }
      expected.append((tensor.name, tensor.byteCount))
    }
    expected.reverse()
    try output.write(Self.header(tensors, metadata))
  }

  /// Writes the next tensor's elements.
  public mutating func append(_ elements: UnsafeRawBufferPointer) throws(FileError) {
    guard let next = expected.popLast(), next.byteCount == elements.count else {
      preconditionFailure("\(elements.count) bytes do not fill the next tensor that was declared: \(expected.last?.name ?? "none")")
    }
    try output.write(elements)
  }

  /// Writes the next tensor's elements.
  public mutating func append(_ array: NumericArray) throws(FileError) {
    var writer = self
    try array.withElementBytes { elements throws(FileError) in try writer.append(elements) }
    self = writer
  }

  /// Traps unless every tensor was written. The output is then ready to be committed.
  public func finish() {
    precondition(expected.isEmpty, "\(expected.count) tensors that were declared are missing, the first is \(expected.last?.name ?? "")")
  }

  /// Writes a whole file; the output is then ready to be committed.
  public static func write(
    _ arrays: [NamedArray], metadata: [(name: String, value: String)] = [], to output: OutputFile
  ) throws(FileError) {
    let declarations = arrays.map { Declaration($0.name, SafetensorsType($0.values), shape: $0.values.shape) }
    var writer = try SafetensorsWriter(declarations, metadata: metadata, to: output)
    for array in arrays { try writer.append(array.values) }
    writer.finish()
  }
}

extension SafetensorsWriter.Declaration {
  var byteCount: Int {
    guard let count = type.byteCount(shape.dimensions) else {
      preconditionFailure("shape \(shape) of \(type.rawValue) overflows, or ends within a byte")
    }
    return count
  }
}

// MARK: - The header

extension SafetensorsWriter {
  private static func header(_ tensors: [Declaration], _ metadata: [(name: String, value: String)]) -> [UInt8] {
    var text = "{"
    var start = 0
    func separate() { if text.utf8.count > 1 { text += "," } }
    if !metadata.isEmpty {
      JSON.append(SafetensorsHeader.metadataKey, to: &text)
      text += ":" + JSON.object(metadata.map { ($0.name, .text($0.value)) }).line
    }
    for tensor in tensors {
      separate()
      JSON.append(tensor.name, to: &text)
      let end = start + tensor.byteCount
      text += ":{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":["
      text += tensor.shape.map(String.init).joined(separator: ",")
      text += "],\"data_offsets\":[\(start),\(end)]}"
      start = end
    }
    text += "}"
    let length = (text.utf8.count + 7) / 8 * 8
    var header = LittleEndianBuilder()
    header.append(length, 8)
    header.bytes += Array(text.utf8)
    header.bytes += [UInt8](repeating: 0x20, count: length - text.utf8.count)
    return header.bytes
  }
}
