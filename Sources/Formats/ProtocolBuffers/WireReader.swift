/// Walks the fields of one protocol-buffer message without knowing its type. Nested messages come as bytes, to be walked in turn.
///
/// The bytes are not copied; whoever made the reader keeps them alive. Groups, which no message that Fathom reads has, are refused.
/// Source: the encoding page of the Protocol Buffers documentation.
public struct WireReader {
  /// What a field holds, by its wire type.
  public enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(UnsafeRawBufferPointer)
  }

  public struct Field {
    public let number: Int
    public let value: Value

    @inlinable init(number: Int, value: Value) {
      self.number = number
      self.value = value
    }
  }

  // What is below is inlined where it is used: an event file has tens of millions of fields.
  @usableFromInline let bytes: UnsafeRawBufferPointer
  /// How many bytes have been walked.
  @usableFromInline var position = 0

  @inlinable public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next field; nil at the end of the message.
  @inlinable @inline(__always) public mutating func next() throws(WireError) -> Field? {
    guard position < bytes.count else { return nil }
    let start = position
    let key = try varint()
    let number = Int(truncatingIfNeeded: key >> 3)
    guard number > 0, key >> 3 < 1 << 29 else { throw Self.notAllowed(key, at: start) }
    switch key & 7 {
    case 0: return Field(number: number, value: .varint(try varint()))
    case 1: return Field(number: number, value: .fixed64(try fixed(UInt64.self)))
    case 2:
      let at = position
      let length = try varint()
      guard length <= UInt64(bytes.count - position) else { throw tooLong(length, number, at: at) }
      let value = UnsafeRawBufferPointer(start: bytes.baseAddress.unsafelyUnwrapped + position, count: Int(length))
      position += Int(length)
      return Field(number: number, value: .bytes(value))
    case 5: return Field(number: number, value: .fixed32(try fixed(UInt32.self)))
    default: throw Self.notRead(key, at: start)
    }
  }

  // Errors are made apart, so that what is inlined stays short.

  @usableFromInline static func notAllowed(_ key: UInt64, at start: Int) -> WireError {
    WireError(offset: start, "field number \(key >> 3) is not allowed")
  }

  @usableFromInline static func notRead(_ key: UInt64, at start: Int) -> WireError {
    WireError(offset: start, "field \(key >> 3) has wire type \(key & 7), which is not read")
  }

  @usableFromInline func tooLong(_ length: UInt64, _ number: Int, at start: Int) -> WireError {
    WireError(offset: start, "field \(number) says \(length) bytes, \(bytes.count - position) are left")
  }

  @usableFromInline func cutOff(_ size: Int) -> WireError { WireError(offset: position, "a number of \(size) bytes is cut off") }

  @inlinable @inline(__always)
  mutating func varint() throws(WireError) -> UInt64 {
    // Most numbers have one byte.
    if position < bytes.count, bytes[position] < 0x80 {
      defer { position += 1 }
      return UInt64(bytes[position])
    }
    return try longVarint()
  }

  @usableFromInline mutating func longVarint() throws(WireError) -> UInt64 {
    var result: UInt64 = 0
    let start = position
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.count else { throw WireError(offset: start, "a number is cut off") }
      let byte = bytes[position]
      position += 1
      guard shift < 63 || byte <= 1 else { break }
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
    }
    throw WireError(offset: start, "a number has more than 64 bits")
  }

  @inlinable @inline(__always)
  mutating func fixed<Word: FixedWidthInteger>(_ type: Word.Type) throws(WireError) -> Word {
    let size = MemoryLayout<Word>.size
    guard bytes.count - position >= size else { throw cutOff(size) }
    let word = Word(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Word.self))
    position += size
    return word
  }
}

/// What is wrong with a message, and where in its bytes.
public struct WireError: Error, Hashable, Sendable {
  public let offset: Int
  public let reason: String

  @usableFromInline init(offset: Int, _ reason: String) {
    self.offset = offset
    self.reason = reason
  }
}

// MARK: - Values as their types

extension WireReader.Value {
  @inlinable public var integer: Int64? {
    switch self {
    case .varint(let bits), .fixed64(let bits): Int64(bitPattern: bits)
    case .fixed32(let bits): Int64(bits)
    case .bytes: nil
    }
  }

  @inlinable public var double: Double? { if case .fixed64(let bits) = self { Double(bitPattern: bits) } else { nil } }
  @inlinable public var float: Float? { if case .fixed32(let bits) = self { Float(bitPattern: bits) } else { nil } }
  @inlinable public var bytes: UnsafeRawBufferPointer? { if case .bytes(let bytes) = self { bytes } else { nil } }
  /// The text of a string field; bytes that are no UTF-8 are replaced.
  public var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  /// The first of ``doubles``.
  public var firstDouble: Double? {
    if let double { return double }
    guard let bytes, bytes.count >= 8 else { return nil }
    return Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)))
  }

  /// The first of ``floats``.
  public var firstFloat: Float? {
    if let float { return float }
    guard let bytes, bytes.count >= 4 else { return nil }
    return Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
  }

  /// The numbers of a repeated field of doubles, packed or one by one.
  public var doubles: [Double] {
    if let double { return [double] }
    guard let bytes else { return [] }
    return (0..<bytes.count / 8).map {
      Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
    }
  }

  /// The numbers of a repeated field of floats, packed or one by one.
  public var floats: [Float] {
    if let float { return [float] }
    guard let bytes else { return [] }
    return (0..<bytes.count / 4).map {
      Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
    }
  }
}
