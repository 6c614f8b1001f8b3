/// Builds a protocol-buffer message field by field.
public struct WireWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// Empties the message but keeps its memory.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  public mutating func integer(_ number: Int, _ value: Int64) {
    varint(UInt64(number) << 3)
    varint(UInt64(bitPattern: value))
  }

  public mutating func double(_ number: Int, _ value: Double) {
    varint(UInt64(number) << 3 | 1)
    fixed(value.bitPattern)
  }

  public mutating func float(_ number: Int, _ value: Float) {
    varint(UInt64(number) << 3 | 5)
    fixed(value.bitPattern)
  }

  public mutating func text(_ number: Int, _ value: String) {
    var value = value
    value.withUTF8 { content(number, UnsafeRawBufferPointer($0)) }
  }

  public mutating func bytes(_ number: Int, _ value: some Collection<UInt8>) {
    varint(UInt64(number) << 3 | 2)
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func content(_ number: Int, _ value: UnsafeRawBufferPointer) {
    varint(UInt64(number) << 3 | 2)
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  /// Doubles one after another as raw little-endian bytes in one field.
  public mutating func rawDoubles(_ number: Int, _ values: [Double]) {
    varint(UInt64(number) << 3 | 2)
    varint(UInt64(8 * values.count))
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values { fixed(value.bitPattern) }
  }

  /// A message inside this one: `build` writes its fields.
  public mutating func message(_ number: Int, _ build: (inout WireWriter) -> Void) {
    varint(UInt64(number) << 3 | 2)
    let start = bytes.count
    // Most messages are short, so one byte is set aside for the length and more are made room for where that is not enough.
    bytes.append(0)
    build(&self)
    let length = UInt64(bytes.count - start - 1)
    let encoded = Self.encoded(length)
    bytes[start] = encoded[0]
    if encoded.count > 1 { bytes.insert(contentsOf: encoded.dropFirst(), at: start + 1) }
  }

  private static func encoded(_ value: UInt64) -> [UInt8] {
    var (rest, result) = (value, [UInt8]())
    while rest >= 0x80 {
      result.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    result.append(UInt8(rest))
    return result
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func fixed(_ word: some FixedWidthInteger) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
