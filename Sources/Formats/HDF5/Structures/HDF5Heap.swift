/// A heap of small objects in blocks that grow by doubling ("fractal heap"), where newer files keep the links of large groups.
///
/// Offsets count through all blocks, their headers included. The first two rows of a table hold blocks of the first size, each later row
/// blocks twice as large as the one before; beyond a size blocks are tables themselves.
struct HDF5Heap {
  private let superblock: HDF5Superblock
  private let address: Int
  private let offsetWidth: Int
  private let lengthWidth: Int
  private let isChecksummed: Bool
  private let tableWidth: Int
  private let firstSize: Int
  private let greatestDirectSize: Int
  private let root: Int?
  private let rootRows: Int
  /// The blocks that were found whole.
  private var verified: Set<Int> = []

  init(_ superblock: HDF5Superblock, at address: Int) throws(FileError) {
    self.superblock = superblock
    self.address = address
    let (offset, length) = (superblock.offsetSize, superblock.lengthSize)
    var filterCursor = try superblock.cursor(at: address, 9, "a heap")
    _ = try filterCursor.take(7, "a heap")
    if try filterCursor.count(2, "the filters of a heap") > 0 { throw filterCursor.unsupported("a heap whose blocks are filtered", hint: HDF5Hint.repack) }
    var cursor = try superblock.structure("FRHP", at: address, 26 + 3 * offset + 12 * length, "a heap")
    _ = try cursor.take(5, "a heap")
    isChecksummed = try cursor.byte("flags") & 2 != 0
    let greatestObject = try cursor.count(4, "the size of an object")
    _ = try cursor.take(2 * length + 2 * offset, "a heap")
    _ = try cursor.take(8 * length, "the counts of a heap")
    tableWidth = try cursor.count(2, "the width of a heap")
    firstSize = try superblock.length(&cursor, "the size of a heap's blocks")
    greatestDirectSize = try superblock.length(&cursor, "the size of a heap's blocks")
    let bits = try cursor.count(2, "the bits of a heap's offsets")
    _ = try cursor.take(2, "a heap")
    root = try superblock.address(&cursor, "the first block of a heap")
    rootRows = try cursor.count(2, "the rows of a heap")
    func isPower(_ number: Int) -> Bool { number > 0 && number & (number - 1) == 0 }
    guard isPower(tableWidth), isPower(firstSize), isPower(greatestDirectSize), firstSize <= greatestDirectSize, greatestDirectSize <= 1 << 31,
      bits <= 62, firstSize.trailingZeroBitCount + tableWidth.trailingZeroBitCount + rootRows <= 60, greatestObject > 0
    else { throw cursor.failure("a heap of \(tableWidth) blocks of \(firstSize) to \(greatestDirectSize) bytes and \(bits) bits") }
    offsetWidth = (bits + 7) / 8
    func width(_ number: Int) -> Int { (Int.bitWidth - 1 - number.leadingZeroBitCount) / 8 + 1 }
    lengthWidth = min((Int.bitWidth - 1 - greatestDirectSize.leadingZeroBitCount + 7) / 8, width(greatestObject))
  }

  /// Where an object lies that a record names by these bytes.
  mutating func object(_ identifier: inout ByteCursor) throws(FileError) -> ByteCursor {
    let start = identifier.position
    let first = try identifier.byte("the kind of an object")
    switch first >> 4 & 3 {
    case 0:
      let offset = try identifier.count(offsetWidth, "the place of an object")
      let length = try identifier.count(lengthWidth, "the length of an object")
      let block = try directBlock(holding: offset)
      let inside = offset - block.offset
      guard inside >= headerSize, length <= block.size - inside else {
        throw identifier.failure("an object of \(length) bytes that leaves its block", at: start)
      }
      return try superblock.cursor(at: block.address + inside, length, "an object of a heap")
    case 2:
      let length = Int(first & 15) + 1
      return ByteCursor(superblock.file, try identifier.take(length, "an object"))
    default: throw identifier.unsupported("an object too large for its heap", at: start, hint: HDF5Hint.repack)
    }
  }

  private struct Block {
    var address: Int
    var offset: Int
    var size: Int
  }

  private var headerSize: Int { 5 + superblock.offsetSize + offsetWidth + (isChecksummed ? 4 : 0) }

  private mutating func directBlock(holding offset: Int) throws(FileError) -> Block {
    guard let root else { throw failure("an object of an empty heap", address) }
    var block = Block(address: root, offset: 0, size: firstSize)
    var rows = rootRows
    while rows > 0 {
      let inside = offset - block.offset
      let row = inside < tableWidth * firstSize ? 0 : Int.bitWidth - (inside / (tableWidth * firstSize)).leadingZeroBitCount
      guard row < rows else { throw failure("an object at \(offset), beyond its heap", block.address) }
      let size = firstSize << max(row - 1, 0)
      let rowStart = row == 0 ? 0 : tableWidth * firstSize << (row - 1)
      let column = (inside - rowStart) / size
      let child = try entry(row * tableWidth + column, rows: rows, of: block)
      block = Block(address: child, offset: block.offset + rowStart + column * size, size: size)
      if size <= greatestDirectSize { break }
      // A table in a table has fewer rows than it, so that this ends.
      let childRows = (size / (firstSize * tableWidth)).trailingZeroBitCount + 1
      guard size >= firstSize * tableWidth, childRows < rows else { throw failure("a table of a heap that holds itself", block.address) }
      rows = childRows
    }
    guard offset >= block.offset, offset - block.offset < block.size else { throw failure("an object at \(offset), beyond its heap", block.address) }
    try verify(block)
    return block
  }

  /// An address in a table of blocks.
  private mutating func entry(_ index: Int, rows: Int, of table: Block) throws(FileError) -> Int {
    let start = 5 + superblock.offsetSize + offsetWidth
    let size = start + rows * tableWidth * superblock.offsetSize + 4
    var cursor: ByteCursor
    if verified.contains(table.address) {
      cursor = try superblock.cursor(at: table.address, size, "a table of a heap")
      _ = try cursor.take(4, "a table")
    } else {
      cursor = try superblock.structure("FHIB", at: table.address, size, "a table of a heap")
      verified.insert(table.address)
    }
    _ = try cursor.take(1, "a version")
    guard try superblock.address(&cursor, "a heap") == address else { throw cursor.failure("a table of another heap") }
    _ = try cursor.take(offsetWidth + index * superblock.offsetSize, "a table of a heap")
    guard let child = try superblock.address(&cursor, "a block of a heap") else { throw cursor.failure("an object in a block that is not there") }
    return child
  }

  private mutating func verify(_ block: Block) throws(FileError) {
    var cursor = try superblock.cursor(at: block.address, block.size, "a block of a heap")
    guard verified.insert(block.address).inserted else { return }
    let whole = superblock.file.bytes[cursor.position..<cursor.end]
    try superblock.expect("FHDB", &cursor)
    _ = try cursor.take(1, "a version")
    guard try superblock.address(&cursor, "a heap") == address else { throw cursor.failure("a block of another heap") }
    guard try cursor.count(offsetWidth, "the place of a block") == block.offset else { throw cursor.failure("a block of another place in its heap") }
    guard isChecksummed else { return }
    // Taken with zeros in its own place: the same bytes, with the checksum behind them.
    let place = headerSize - 4
    let stored = try cursor.take(4, "a checksum")
    var bytes = Array(whole) + superblock.file.bytes[stored]
    for index in place..<place + 4 { bytes[index] = 0 }
    try superblock.verify(ByteCursor(InputFile(bytes, named: superblock.file.path)), "a block of a heap")
  }

  private func failure(_ reason: String, _ address: Int) -> FileError {
    FileError(.badData, path: superblock.file.path, reason, at: "address \(address)")
  }
}
