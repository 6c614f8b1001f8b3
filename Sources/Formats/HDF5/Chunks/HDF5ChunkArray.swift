/// An array of the chunks of a data set that cannot grow: its entries in one block, or in pages behind it where there are many.
struct HDF5FixedArray {
  let entrySize: Int
  private let superblock: HDF5Superblock
  private let count: Int
  private let pageLength: Int
  private let block: ByteCursor?
  private let firstPage: Int
  private let pages: VerifiedPages

  init(_ superblock: HDF5Superblock, at address: Int) throws(FileError) {
    self.superblock = superblock
    pages = VerifiedPages(superblock, "a page of chunks")
    var cursor = try superblock.structure("FAHD", at: address, 12 + superblock.lengthSize + superblock.offsetSize, "an array of chunks")
    _ = try cursor.take(2, "an array of chunks")
    entrySize = try cursor.count(1, "the size of an entry")
    let pageBits = try cursor.count(1, "the length of a page")
    count = try superblock.length(&cursor, "the number of chunks")
    guard entrySize > 0, pageBits < 32, count <= superblock.file.count / entrySize else {
      throw cursor.failure("an array of \(count) chunks of \(entrySize) bytes each")
    }
    pageLength = 1 << pageBits
    guard let place = try superblock.address(&cursor, "the entries of an array") else {
      (block, firstPage) = (nil, 0)
      return
    }
    let isPaged = count > pageLength
    let pageCount = (count + pageLength - 1) / pageLength
    let size = 10 + superblock.offsetSize + (isPaged ? (pageCount + 7) / 8 : count * entrySize)
    var entries = try superblock.structure("FADB", at: place, size, "the entries of an array")
    _ = try entries.take(2, "an array of chunks")
    guard try superblock.address(&entries, "an array") == address else { throw entries.failure("the entries of another array") }
    block = entries
    firstPage = isPaged ? place + size : 0
  }

  /// Nil where it was never written.
  func entry(_ number: Int) throws(FileError) -> ByteCursor? {
    guard var block else { return nil }
    guard number < count else { throw block.failure("chunk \(number) of an array of \(count)") }
    guard count > pageLength else {
      _ = try block.take(number * entrySize, "an array of chunks")
      return ByteCursor(superblock.file, try block.take(entrySize, "an entry"))
    }
    let page = number / pageLength
    _ = try block.take(page / 8, "the pages of an array")
    guard try block.byte("the pages of an array") & 0x80 >> UInt8(page % 8) != 0 else { return nil }
    let length = min(pageLength, count - page * pageLength)
    return try pages.entry(number % pageLength, of: entrySize, at: firstPage + page * (pageLength * entrySize + 4), length: length)
  }
}

/// An array of chunks that grows along one axis: the first entries beside its index, the others in blocks that double in length now
/// and then, which tables list.
///
/// Level l has 2^(l/2) blocks of 2^((l+1)/2) times the smallest length. The blocks of the first levels are listed by the index, those of
/// each later one by a table of its own.
struct HDF5GrowingArray {
  let entrySize: Int
  private let superblock: HDF5Superblock
  private let address: Int
  private let directCount: Int
  private let smallestLength: Int
  private let pageLength: Int
  private let offsetWidth: Int
  private let levelCount: Int
  private let directLevels: Int
  private let index: ByteCursor?
  private let pages: VerifiedPages

  init(_ superblock: HDF5Superblock, at address: Int) throws(FileError) {
    self.superblock = superblock
    self.address = address
    pages = VerifiedPages(superblock, "a page of chunks")
    var cursor = try superblock.structure("EAHD", at: address, 16 + 6 * superblock.lengthSize + superblock.offsetSize, "an array of chunks")
    _ = try cursor.take(2, "an array of chunks")
    entrySize = try cursor.count(1, "the size of an entry")
    let bits = try cursor.count(1, "the bits of a chunk's number")
    directCount = try cursor.count(1, "the number of entries beside the index")
    smallestLength = try cursor.count(1, "the length of a block")
    let pointers = try cursor.count(1, "the blocks of a table")
    let pageBits = try cursor.count(1, "the length of a page")
    _ = try cursor.take(6 * superblock.lengthSize, "the counts of an array")
    func isPower(_ number: Int) -> Bool { number > 0 && number & (number - 1) == 0 }
    guard entrySize > 0, bits <= 62, pageBits < 32, isPower(smallestLength), isPower(pointers), bits >= smallestLength.trailingZeroBitCount,
      2 * pointers.trailingZeroBitCount <= 1 + bits - smallestLength.trailingZeroBitCount
    else { throw cursor.failure("an array of chunks of \(bits) bits, blocks of \(smallestLength) and tables of \(pointers)") }
    pageLength = 1 << pageBits
    offsetWidth = (bits + 7) / 8
    levelCount = 1 + bits - smallestLength.trailingZeroBitCount
    directLevels = 2 * pointers.trailingZeroBitCount
    guard let place = try superblock.address(&cursor, "the index of an array") else {
      index = nil
      return
    }
    let addresses = 2 * (pointers - 1) + levelCount - directLevels
    var index = try superblock.structure(
      "EAIB", at: place, 10 + superblock.offsetSize + directCount * entrySize + addresses * superblock.offsetSize, "the index of an array")
    _ = try index.take(2, "an array of chunks")
    guard try superblock.address(&index, "an array") == address else { throw index.failure("the index of another array") }
    self.index = index
  }

  /// Nil where it was never written.
  func entry(_ number: Int) throws(FileError) -> ByteCursor? {
    guard var index else { return nil }
    if number < directCount {
      _ = try index.take(number * entrySize, "an array of chunks")
      return ByteCursor(superblock.file, try index.take(entrySize, "an entry"))
    }
    _ = try index.take(directCount * entrySize, "an array of chunks")
    let rest = number - directCount
    // Levels before this one have 2^level - 1 times the smallest length.
    let level = Int.bitWidth - 1 - (rest / smallestLength + 1).leadingZeroBitCount
    guard level < levelCount else { throw index.failure("chunk \(number) beyond its array") }
    let length = smallestLength << ((level + 1) / 2)
    let inLevel = rest - smallestLength * (1 << level - 1)
    let block = inLevel / length
    if level < directLevels {
      _ = try index.take((blocksBefore(level) + block) * superblock.offsetSize, "an array of chunks")
      guard let place = try superblock.address(&index, "a block of chunks") else { return nil }
      return try entry(inLevel % length, ofBlockAt: place, length) { _ in true }
    }
    _ = try index.take((blocksBefore(directLevels) + level - directLevels) * superblock.offsetSize, "an array of chunks")
    guard let place = try superblock.address(&index, "a table of chunks") else { return nil }
    let bitBytes = length > pageLength ? (length / pageLength + 7) / 8 : 0
    let blockCount = 1 << (level / 2)
    var table = try pages.structure("EASB", at: place, 10 + superblock.offsetSize + offsetWidth + blockCount * (bitBytes + superblock.offsetSize))
    try checkOwner(&table)
    // Bits without gaps, although there is room for whole bytes for each block.
    let bits = try table.take(blockCount * bitBytes, "the pages of a table").lowerBound
    let firstBit = block * (length / pageLength)
    _ = try table.take(block * superblock.offsetSize, "a table of chunks")
    guard let target = try superblock.address(&table, "a block of chunks") else { return nil }
    return try entry(inLevel % length, ofBlockAt: target, length) { page in
      superblock.file.bytes[bits + (firstBit + page) / 8] & 0x80 >> UInt8((firstBit + page) % 8) != 0
    }
  }

  private func blocksBefore(_ level: Int) -> Int { (0..<level).reduce(0) { $0 + 1 << ($1 / 2) } }

  private func entry(
    _ number: Int, ofBlockAt place: Int, _ length: Int, isWritten: (Int) -> Bool
  ) throws(FileError) -> ByteCursor? {
    let prefix = 10 + superblock.offsetSize + offsetWidth
    guard length > pageLength else {
      guard length <= superblock.file.count / entrySize else {
        throw FileError(.badData, path: superblock.file.path, "truncated: a block of \(length) chunks", at: "address \(place)")
      }
      var block = try pages.structure("EADB", at: place, prefix + length * entrySize)
      try checkOwner(&block)
      _ = try block.take(number * entrySize, "a block of chunks")
      return ByteCursor(superblock.file, try block.take(entrySize, "an entry"))
    }
    var block = try pages.structure("EADB", at: place, prefix)
    try checkOwner(&block)
    let page = number / pageLength
    guard isWritten(page) else { return nil }
    return try pages.entry(number % pageLength, of: entrySize, at: place + prefix + page * (pageLength * entrySize + 4), length: pageLength)
  }

  private func checkOwner(_ cursor: inout ByteCursor) throws(FileError) {
    _ = try cursor.take(2, "an array of chunks")
    guard try superblock.address(&cursor, "an array") == address else { throw cursor.failure("a block of another array") }
    _ = try cursor.take(offsetWidth, "the place of a block")
  }
}

/// Structures whose checksum is verified when they are first looked at.
private final class VerifiedPages {
  private let superblock: HDF5Superblock
  private let what: String
  private var verified: Set<Int> = []

  init(_ superblock: HDF5Superblock, _ what: String) {
    self.superblock = superblock
    self.what = what
  }

  /// A structure with its mark behind the cursor.
  func structure(_ mark: String, at address: Int, _ size: Int) throws(FileError) -> ByteCursor {
    if verified.contains(address) {
      var cursor = try superblock.cursor(at: address, size, what)
      try superblock.expect(mark, &cursor)
      return cursor
    }
    let cursor = try superblock.structure(mark, at: address, size, what)
    verified.insert(address)
    return cursor
  }

  /// An entry of a page, which is entries and a checksum.
  func entry(_ number: Int, of size: Int, at address: Int, length: Int) throws(FileError) -> ByteCursor {
    var cursor = try superblock.cursor(at: address, length * size + 4, what)
    if verified.insert(address).inserted { try superblock.verify(cursor, what) }
    _ = try cursor.take(number * size, what)
    return ByteCursor(superblock.file, try cursor.take(size, "an entry"))
  }
}
