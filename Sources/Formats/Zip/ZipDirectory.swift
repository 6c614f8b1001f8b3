/// Where the central directory of a zip archive stands.
struct ZipDirectory {
  var start: Int
  var end: Int
  var count: Int

  /// Finds the end record, and behind it the zip64 one where numbers are too large for the first.
  init(_ bytes: LittleEndianBytes) throws(FileError) {
    let record = try Self.endRecord(bytes)
    func field(_ offset: Int, _ size: Int) -> Int { bytes.integer(at: record + offset, size) ?? 0 }
    guard field(4, 2) == 0, field(6, 2) == 0, field(8, 2) == field(10, 2) else {
      throw bytes.unsupported("an archive in several parts", at: record)
    }
    var count = field(10, 2)
    var size = field(12, 4)
    var start = field(16, 4)
    var expectedEnd = record
    if record >= 20, bytes.integer(at: record - 20, 4) == 0x0706_4B50 {
      guard let offset = bytes.integer(at: record - 12, 8), offset <= record - 76, bytes.integer(at: offset, 4) == 0x0606_4B50,
        let largeCount = bytes.integer(at: offset + 32, 8), let largeSize = bytes.integer(at: offset + 40, 8),
        let largeStart = bytes.integer(at: offset + 48, 8)
      else { throw bytes.failure("the archive's zip64 end record is damaged", at: record - 20) }
      // Where the short record has room for a number, it must be this one.
      guard [(count, largeCount, 0xFFFF), (size, largeSize, 0xFFFF_FFFF), (start, largeStart, 0xFFFF_FFFF)]
        .allSatisfy({ $0.0 == $0.1 || $0.0 == $0.2 })
      else { throw bytes.failure("the archive's two end records disagree: \(count) members, \(largeCount) members", at: record) }
      (count, size, start) = (largeCount, largeSize, largeStart)
      expectedEnd = offset
    }
    let (end, overflow) = start.addingReportingOverflow(size)
    guard !overflow, end == expectedEnd else {
      throw bytes.failure("the archive's directory (byte \(start), \(size) bytes) is not where its end record says", at: record)
    }
    // The smallest entry has 46 bytes: a count that the directory cannot hold is refused before anything is done with it.
    guard count <= size / 46 else {
      throw bytes.failure("the archive claims \(count) members in a directory of \(size) bytes", at: record)
    }
    self.start = start
    self.end = end
    self.count = count
  }

  /// The last end record whose comment ends with the file.
  private static func endRecord(_ bytes: LittleEndianBytes) throws(FileError) -> Int {
    var offset = bytes.count - 22
    let lowest = max(0, offset - 0xFFFF)
    while offset >= lowest {
      if bytes.integer(at: offset, 4) == 0x0605_4B50, let comment = bytes.integer(at: offset + 20, 2),
        offset + 22 + comment == bytes.count
      {
        return offset
      }
      offset -= 1
    }
    throw bytes.failure("truncated: the archive has no directory at its end", at: bytes.count)
  }
}

/// Numbers in a file, least byte first, each checked to be there.
struct LittleEndianBytes {
  private let file: InputFile

  init(_ file: InputFile) { self.file = file }

  var count: Int { file.bytes.count }

  /// The unsigned number of `size` bytes at `offset`; nil beyond the file's end and where Int does not hold it.
  func integer(at offset: Int, _ size: Int) -> Int? {
    guard offset >= 0, offset <= count - size else { return nil }
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(file.bytes[offset + index]) << UInt64(8 * index) }
    return Int(exactly: value)
  }

  func text(_ range: Range<Int>) -> String { String(decoding: file.bytes[range], as: UTF8.self) }

  func areEqual(_ a: Range<Int>, _ b: Range<Int>) -> Bool { file.bytes[a].elementsEqual(file.bytes[b]) }

  func failure(_ reason: String, at offset: Int) -> FileError {
    FileError(.badData, path: file.path, reason, at: "byte \(offset)")
  }

  func unsupported(_ reason: String, at offset: Int) -> FileError {
    FileError(.unsupported, path: file.path, reason, at: "byte \(offset)")
  }
}
