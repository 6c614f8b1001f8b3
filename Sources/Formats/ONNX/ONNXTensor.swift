internal import Tensors

/// A TensorProto: a tensor in an ONNX model, with its data in one of many fields or in a file beside the model.
///
/// Its typed fields point into the file, which whoever keeps the tensor keeps too.
struct ONNXTensor: @unchecked Sendable {
  var name = ""
  var dimensions: [Int] = []
  var dataType = 0
  /// Where `raw_data` lies in the model's file.
  var raw: Range<Int>?
  /// Its bytes where they are few: a shape's.
  private(set) var rawIntegers: [Int64] = []
  /// Fields 4, 5, 7, 10 and 11, packed or one by one.
  var typed: [WireReader.Field] = []
  var external: [String: String] = [:]
  var isExternal = false

  init(name: String, dimensions: [Int], dataType: Int, typed: [WireReader.Field]) {
    self.name = name
    self.dimensions = dimensions
    self.dataType = dataType
    self.typed = typed
  }

  /// - Parameter bytes: Of the message, within the file that begins at `base`.
  init(_ bytes: UnsafeRawBufferPointer, base: UnsafeRawPointer) throws(WireError) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: for value in field.value.integers { dimensions.append(Int(value)) }
      case 2: dataType = Int(field.value.integer ?? 0)
      case 4, 5, 7, 10, 11: typed.append(field)
      case 8: name = field.value.text ?? ""
      case 9:
        guard let data = field.value.bytes else { continue }
        let start = data.baseAddress.map { $0 - base } ?? 0
        raw = start..<start + data.count
        guard data.count <= 512 else { continue }
        rawIntegers = (0..<data.count / 8).map { Int64(littleEndian: data.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)) }
      case 13: if let entry = field.value.bytes { try addExternal(entry) }
      case 14: isExternal = field.value.integer == 1
      default: break
      }
    }
  }

  /// No start of a tensor takes more: the extents, a name, a type.
  static let startLength = 4096

  /// Whether a message begins as a tensor in a file of its own does, as ONNX's test data are: extents, a type, numbers.
  static func isStart(_ bytes: [UInt8]) -> Bool {
    var position = 0
    func byte(_ offset: Int = 0) -> UInt8? { position + offset < bytes.count ? bytes[position + offset] : nil }
    while byte() == 0x08 {
      position += 1
      while let more = byte(), more >= 0x80 { position += 1 }
      position += 1
    }
    if byte() == 0x0A, let length = byte(1) { position += 2 + Int(length) }
    guard byte() == 0x10, let type = byte(1), types[Int(type)] != nil else { return false }
    return [nil, 0x22, 0x2A, 0x32, 0x3A, 0x42, 0x4A, 0x52, 0x5A, 0x70].contains(byte(2))
  }

  private mutating func addExternal(_ entry: UnsafeRawBufferPointer) throws(WireError) {
    var (key, value) = ("", "")
    var reader = WireReader(entry)
    while let field = try reader.next() {
      if field.number == 1 { key = field.value.text ?? "" }
      if field.number == 2 { value = field.value.text ?? "" }
    }
    external[key] = value
  }

  /// Nil of types that are listed and not read: texts, complex numbers, pairs of four bits.
  var elementType: ElementType? { Self.types[dataType]?.type }

  /// As the field calls it; nil for a number that ONNX does not have.
  var typeName: String? { Self.types[dataType]?.name }

  private static let types: [Int: (name: String, type: ElementType?)] = {
    let read: [Int: ElementType] = [
      1: .float32, 2: .uint8, 3: .int8, 4: .uint16, 5: .int16, 6: .int32, 7: .int64, 9: .bool, 10: .float16, 11: .float64, 12: .uint32,
      13: .uint64, 16: .bfloat16, 17: .float8(.e4m3), 18: .float8(.e4m3fnuz), 19: .float8(.e5m2), 20: .float8(.e5m2fnuz),
      24: .float8(.e8m0),
    ]
    var types: [Int: (name: String, type: ElementType?)] = read.mapValues { ($0.name, $0) }
    for (number, name) in [(8, "string"), (14, "complex64"), (15, "complex128"), (21, "uint4"), (22, "int4"), (23, "float4_e2m1")] {
      types[number] = (name, nil)
    }
    return types
  }()
}

extension WireReader.Value {
  /// The numbers of a repeated field of integers, packed or one by one. A packed field that is cut gives those before the cut.
  var integers: [Int64] {
    if let integer { return [integer] }
    guard let bytes else { return [] }
    var result: [Int64] = []
    var (number, shift) = (UInt64(0), UInt64(0))
    for byte in bytes {
      if shift < 64 { number |= UInt64(byte & 0x7F) << shift }
      shift += 7
      if byte < 0x80 {
        result.append(Int64(bitPattern: number))
        (number, shift) = (0, 0)
      }
    }
    return result
  }
}
