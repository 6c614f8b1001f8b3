/// NumPy's file of one array (`np.save`): versions 1 to 3, either byte order, either order of axes, also inside gzip.
public enum NPYFile {
  /// What the header says of an array, before its elements are read.
  public struct Summary: Sendable {
    /// NumPy's name of the scalar: `<f4`.
    public var scalarType: String
    /// The field's name of the scalar: `float32`.
    public var typeName: String
    public var shape: [Int]
    public var byteCount: Int
  }

  /// The array; what follows it in the file is ignored, as NumPy does.
  /// - Throws: `badData` naming the byte where the file is damaged, `unsupported` for scalars that are no numbers.
  public static func read(_ file: InputFile) throws(FileError) -> NumericArray {
    try file.readUncompressed { stream throws(FileError) in try read(from: &stream) }
  }

  static func read(from stream: inout some ByteStream) throws(FileError) -> NumericArray {
    try NPYHeader(from: &stream).layout.read(from: &stream)
  }

  static func summary(from stream: inout some ByteStream) throws(FileError) -> Summary {
    Summary(try NPYHeader(from: &stream))
  }

  /// Writes version 1.0: little-endian, row-major, the elements from a multiple of 64 bytes on.
  public static func write(_ array: NumericArray, to output: OutputFile) throws(FileError) {
    try output.write(header(of: array))
    try array.withElementBytes { bytes throws(FileError) in try output.write(bytes) }
  }

  static func header(of array: NumericArray) -> [UInt8] {
    NPYHeader.bytes(description: array.npyDescription, shape: array.shape.dimensions)
  }
}

extension NPYFile.Summary {
  init(_ header: NPYHeader) {
    let layout = header.layout
    self.init(
      scalarType: header.description, typeName: layout.elementType.name, shape: layout.dimensions,
      byteCount: layout.elementType.byteCount(layout.dimensions) ?? 0)
  }
}

extension NumericArray {
  var npyDescription: String {
    switch self {
    case .bool: "|b1"
    case .uint8: "|u1"
    case .int32: "<i4"
    case .int: "<i8"
    case .float: "<f4"
    case .double: "<f8"
    }
  }

  /// Calls `body` with the elements in row-major order as they lie in memory, which on all of Swift's platforms is little-endian.
  func withElementBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    func call(_ bytes: UnsafeRawBufferPointer) -> Swift.Result<Result, FileError> {
      do throws(FileError) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    let result =
      switch self {
      case .bool(let tensor): tensor.withUnsafeBufferPointer { call(UnsafeRawBufferPointer($0)) }
      case .uint8(let tensor): tensor.withUnsafeBufferPointer { call(UnsafeRawBufferPointer($0)) }
      case .int32(let tensor): tensor.withUnsafeBufferPointer { call(UnsafeRawBufferPointer($0)) }
      case .int(let tensor): tensor.withUnsafeBufferPointer { call(UnsafeRawBufferPointer($0)) }
      case .float(let tensor): tensor.withUnsafeBufferPointer { call(UnsafeRawBufferPointer($0)) }
      case .double(let tensor): tensor.withUnsafeBufferPointer { call(UnsafeRawBufferPointer($0)) }
      }
    return try result.get()
  }
}
