/// Numbers whose width the file itself says.
extension ByteCursor {
  /// The unsigned number in the next `size` bytes, eight at most.
  mutating func unsigned(_ size: Int, _ what: @autoclosure () -> String) throws(FileError) -> UInt64 {
    let place = try take(size, what())
    var value: UInt64 = 0
    for (index, byte) in file.bytes[place].enumerated() {
      if isBigEndian { value = value << 8 | UInt64(byte) } else { value |= UInt64(byte) << UInt64(8 * index) }
    }
    return value
  }

  /// The number in the next `size` bytes, which counts something and so must fit Int.
  mutating func count(_ size: Int, _ what: @autoclosure () -> String) throws(FileError) -> Int {
    let start = position
    let value = try unsigned(size, what())
    guard let count = Int(exactly: value) else { throw failure("\(what()) is \(value), more than any file holds", at: start) }
    return count
  }

  mutating func byte(_ what: @autoclosure () -> String) throws(FileError) -> UInt8 { try read(UInt8.self, what()) }

  /// Where the next `count` bytes are.
  mutating func take(_ count: Int, _ what: @autoclosure () -> String) throws(FileError) -> Range<Int> {
    let start = position
    try skip(count, what())
    return start..<position
  }

  func failure(_ reason: String, at offset: Int? = nil) -> FileError {
    FileError(.badData, path: file.path, reason, at: "byte \(offset ?? position)")
  }

  func unsupported(_ reason: String, at offset: Int? = nil, hint: String? = nil) -> FileError {
    FileError(.unsupported, path: file.path, reason, at: "byte \(offset ?? position)", hint: hint)
  }
}
