/// The header of a NumPy array file: `\x93NUMPY`, a version, a length, and a Python dictionary of three known keys.
struct NPYHeader {
  var layout: ArrayLayout
  /// NumPy's name of the scalar: `<f4`.
  var description: String

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// NumPy itself refuses more than 10,000 bytes from files that it does not trust.
  static let maximumLength = 1 << 16

  /// Reads the header; the stream then stands at the first element.
  init(from stream: inout some ByteStream) throws(FileError) {
    let start = try stream.bytes(8, "the header of an NPY file")
    guard start.starts(with: Self.magic) else {
      throw FileError(.badData, path: stream.path, "no NPY file: it does not begin with \\x93NUMPY", at: "byte 0")
    }
    let (major, minor) = (start[6], start[7])
    guard (1...3).contains(major), minor == 0 else {
      throw FileError(
        .unsupported, path: stream.path, "NPY version \(major).\(minor); 1.0, 2.0 and 3.0 are known", at: "byte 6")
    }
    let lengthBytes = try stream.bytes(major == 1 ? 2 : 4, "the length of the header")
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.maximumLength else {
      throw FileError(
        .badData, path: stream.path, "a header of \(length) bytes, more than \(Self.maximumLength)", at: "byte 8")
    }
    let textStart = stream.position
    let text = try stream.bytes(length, "the header")
    var parser = NPYHeaderParser(text, path: stream.path, offset: textStart)
    let fields = try parser.dictionary()
    guard let description = fields.description, let isColumnMajor = fields.isColumnMajor, let shape = fields.shape else {
      let missing =
        fields.description == nil ? "descr" : fields.isColumnMajor == nil ? "fortran_order" : "shape"
      throw FileError(.badData, path: stream.path, "the header has no '\(missing)'", at: "byte \(textStart)")
    }
    let (elementType, isBigEndian) = try Self.elementType(description, path: stream.path, offset: textStart)
    self.description = description
    layout = ArrayLayout(
      elementType: elementType, isBigEndian: isBigEndian, dimensions: shape, isColumnMajor: isColumnMajor)
  }

  static func elementType(
    _ description: String, path: String, offset: Int
  ) throws(FileError) -> (ElementType, isBigEndian: Bool) {
    var code = Substring(description)
    var order: Character = "="
    if let first = code.first, "<>|=".contains(first) {
      order = first
      code = code.dropFirst()
    }
    let types: [Substring: ElementType] = [
      "b1": .bool, "i1": .int8, "u1": .uint8, "i2": .int16, "u2": .uint16, "i4": .int32, "u4": .uint32, "i8": .int64,
      "u8": .uint64, "f2": .float16, "f4": .float32, "f8": .float64, "?": .bool,
    ]
    if let type = types[code] { return (type, order == ">") }
    let kinds: [Character: String] = [
      "c": "complex numbers", "S": "byte strings", "a": "byte strings", "U": "text", "V": "raw records", "M": "dates",
      "m": "time spans", "O": "Python objects", "f": "floats of that size",
    ]
    guard let kind = code.first.flatMap({ kinds[$0] }) else {
      throw FileError(.unsupported, path: path, "unknown scalar type '\(description)'", at: "byte \(offset)")
    }
    throw FileError(
      .unsupported, path: path, "an array of \(kind) ('\(description)'), and only numbers and truth values are read",
      at: "byte \(offset)", hint: "convert with NumPy: np.save(path, array.astype('float64'))")
  }

  /// A version 1.0 header, padded so that the elements begin at a multiple of 64 bytes.
  static func bytes(description: String, shape: [Int]) -> [UInt8] {
    let tuple = shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
    var text = Array("{'descr': '\(description)', 'fortran_order': False, 'shape': \(tuple), }".utf8)
    let unpadded = 10 + text.count + 1
    text += [UInt8](repeating: UInt8(ascii: " "), count: (64 - unpadded % 64) % 64) + [0x0A]
    return magic + [1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)] + text
  }
}
