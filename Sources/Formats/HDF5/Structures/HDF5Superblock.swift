/// The start of an HDF5 file: how wide its addresses are, what they count from, and where its first group is.
///
/// Source: the HDF5 File Format Specification, version 3.
struct HDF5Superblock {
  static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
  /// A file may begin with something else, as MATLAB's do, of 512 bytes or twice that and so on.
  static let places = [0, 512, 1024, 2048, 4096, 8192]

  let file: InputFile
  /// False where damage is to reach what lies behind the checksums, which whoever makes a hostile file gets right.
  private let verifiesChecksums: Bool
  private(set) var offsetSize = 8
  private(set) var lengthSize = 8
  private(set) var base = 0
  private(set) var root = 0

  init(_ file: InputFile, verifyingChecksums: Bool = true) throws(FileError) {
    self.file = file
    verifiesChecksums = verifyingChecksums
    let start = Self.places.first { $0 < file.bytes.count && file.bytes[$0...].starts(with: Self.signature) }
    guard let start else {
      let isCut = file.bytes.count < Self.signature.count && Self.signature.starts(with: file.bytes)
      let reason = isCut ? "truncated: the signature of an HDF5 file" : "no HDF5 file: it has no signature"
      throw FileError(.badData, path: file.path, reason, at: "byte \(isCut ? file.bytes.count : 0)")
    }
    var cursor = ByteCursor(file, start + 8..<file.bytes.count)
    let version = try cursor.byte("the version of the superblock")
    guard version <= 3 else {
      throw cursor.unsupported("version \(version) of the superblock; 0 to 3 are read", at: start + 8, hint: HDF5Hint.repack)
    }
    if version < 2 { _ = try cursor.take(4, "versions") }
    offsetSize = try cursor.count(1, "the width of addresses")
    lengthSize = try cursor.count(1, "the width of lengths")
    guard [4, 8].contains(offsetSize), [4, 8].contains(lengthSize) else {
      throw cursor.unsupported("addresses of \(offsetSize) and lengths of \(lengthSize) bytes; 4 and 8 are read")
    }
    _ = try cursor.take(version < 2 ? (version == 0 ? 9 : 13) : 1, "flags")
    guard let base = try address(&cursor, "the base address"), base <= file.bytes.count else {
      throw cursor.failure("the base address is not in the file")
    }
    _ = try address(&cursor, "an address")
    let end = try address(&cursor, "the end of the file") ?? 0
    guard end <= file.bytes.count else {
      throw cursor.failure("truncated: the file says that it has \(end) bytes, \(file.bytes.count) are there", at: start)
    }
    if version < 2 {
      _ = try cursor.take(2 * offsetSize, "an address")
    }
    let root = try address(&cursor, "the address of the first group")
    if version >= 2 { try verify(ByteCursor(file, start..<min(cursor.position + 4, file.bytes.count)), "the superblock") }
    self.base = base
    guard let root else { throw cursor.failure("the file has no first group") }
    self.root = root
  }

  /// An address as the file counts it; nil for the one of all ones, which means none.
  func address(_ cursor: inout ByteCursor, _ what: @autoclosure () -> String) throws(FileError) -> Int? {
    let value = try cursor.unsigned(offsetSize, what())
    if value == (offsetSize == 8 ? UInt64.max : UInt64(UInt32.max)) { return nil }
    guard value <= UInt64(Int.max) else { throw cursor.failure("\(what()) is \(value), beyond any file") }
    return Int(value)
  }

  func length(_ cursor: inout ByteCursor, _ what: @autoclosure () -> String) throws(FileError) -> Int {
    try cursor.count(lengthSize, what())
  }

  /// The bytes from an address on.
  func cursor(at address: Int, _ what: @autoclosure () -> String) throws(FileError) -> ByteCursor {
    try cursor(at: address, nil, what())
  }

  /// So many bytes at an address.
  func cursor(at address: Int, _ count: Int?, _ what: @autoclosure () -> String) throws(FileError) -> ByteCursor {
    guard address <= file.bytes.count - base, count ?? 0 <= file.bytes.count - base - address else {
      throw FileError(
        .badData, path: file.path, "truncated: \(what()) of \(count ?? 1) bytes at address \(address) is beyond the end of the file",
        at: "byte \(file.bytes.count)")
    }
    let start = base + address
    return ByteCursor(file, start..<(count.map { start + $0 } ?? file.bytes.count))
  }

  /// Goes past four letters that mark a structure.
  func expect(_ mark: String, _ cursor: inout ByteCursor) throws(FileError) {
    let place = try cursor.take(4, mark)
    guard file.bytes[place].elementsEqual(mark.utf8) else { throw cursor.failure("\(mark) was expected", at: place.lowerBound) }
  }

  /// A structure of so many bytes that begins with four letters and ends with a checksum: what is between them.
  func structure(_ mark: String, at address: Int, _ count: Int, _ what: @autoclosure () -> String) throws(FileError) -> ByteCursor {
    var cursor = try cursor(at: address, count, what())
    let whole = cursor
    try expect(mark, &cursor)
    try verify(whole, what())
    return ByteCursor(file, cursor.position..<cursor.end - 4)
  }

  /// Throws unless the last four bytes are the checksum of the others.
  func verify(_ structure: ByteCursor, _ what: @autoclosure () -> String) throws(FileError) {
    guard structure.remaining >= 4 else { throw structure.failure("truncated: \(what())") }
    guard verifiesChecksums else { return }
    let place = structure.end - 4
    var stored = ByteCursor(structure.file, place..<structure.end)
    let found = HDF5Checksum.ofStructure(UnsafeRawBufferPointer(rebasing: structure.file.bytes[structure.position..<place]))
    guard found == UInt32(try stored.unsigned(4, "a checksum")) else {
      throw structure.failure("\(what()) is damaged: its checksum is wrong")
    }
  }
}
