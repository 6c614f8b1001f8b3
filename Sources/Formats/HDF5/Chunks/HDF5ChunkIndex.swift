/// Where the chunks of a data set lie in the file, by their place in its grid.
struct HDF5ChunkIndex {
  struct Chunk {
    var start: Int
    /// In the file; -1 of a chunk that was never written.
    var count: Int
    /// The filters that were left out, by bit.
    var skipped: UInt32

    var bytes: Range<Int> { start..<start + count }
    var isWritten: Bool { count >= 0 }

    static let unwritten = Chunk(start: 0, count: -1, skipped: 0)
  }

  let grid: HDF5ChunkGrid
  private let superblock: HDF5Superblock
  private(set) var chunks: [Chunk] = []
  private(set) var writtenCount = 0
  private(set) var writtenBytes = 0

  /// - Throws: `unsupported` where there are more chunks than the file can list, so that most were never written.
  init(_ grid: HDF5ChunkGrid, _ superblock: HDF5Superblock, _ cursor: ByteCursor) throws(FileError) {
    self.grid = grid
    self.superblock = superblock
    // Each written chunk has an address somewhere.
    guard grid.boxCount <= superblock.file.count / superblock.offsetSize else {
      throw cursor.unsupported(
        "elements that were never written: shape \(grid.shape) is \(grid.boxCount) chunks, more than \(superblock.file.count) bytes can list")
    }
    chunks = Array(repeating: .unwritten, count: grid.boxCount)
  }

  /// - Parameter count: The bytes in the file.
  mutating func set(_ box: Int, at address: Int, _ count: Int, skipped: UInt32 = 0, _ cursor: ByteCursor) throws(FileError) {
    guard !chunks[box].isWritten else { throw cursor.failure("two chunks for the same place") }
    let place = try superblock.cursor(at: address, count, "a chunk")
    chunks[box] = Chunk(start: place.position, count: count, skipped: skipped)
    writtenCount += 1
    writtenBytes += count
  }

  /// Chunks that share bytes are how a small file claims to hold a huge data set.
  func checkOverlap(_ cursor: ByteCursor) throws(FileError) {
    var end = 0
    for chunk in chunks.filter(\.isWritten).sorted(by: { $0.start < $1.start }) {
      guard chunk.start >= end else { throw cursor.failure("two chunks overlap", at: chunk.start) }
      end = chunk.start + chunk.count
    }
  }

  // MARK: - The index of older files

  /// A tree by the first element of each chunk.
  mutating func readOldTree(_ tree: Int) throws(FileError) {
    var waiting = [tree]
    var entered: Set<Int> = []
    let rank = grid.shape.count
    while let address = waiting.popLast() {
      var node = try superblock.cursor(at: address, "a node of chunks")
      guard entered.insert(address).inserted else { throw node.failure("the chunks of a data set go in a circle") }
      try superblock.expect("TREE", &node)
      guard try node.byte("the kind of a tree") == 1 else { throw node.failure("a tree of chunks was expected") }
      let level = try node.byte("the level of a node")
      let count = try node.count(2, "the number of children")
      _ = try node.take(2 * superblock.offsetSize, "the neighbours of a node")
      for _ in 0..<count {
        let size = try node.count(4, "the size of a chunk")
        let skipped = UInt32(try node.unsigned(4, "the filters of a chunk"))
        var origin: [Int] = []
        for _ in 0..<rank { origin.append(try node.count(8, "the place of a chunk")) }
        _ = try node.take(8, "the place of a chunk")
        guard let child = try superblock.address(&node, "a chunk") else { throw node.failure("a chunk without an address") }
        if level > 0 {
          waiting.append(child)
          continue
        }
        guard zip(origin, zip(grid.shape, grid.extents)).allSatisfy({ $0 < $1.0 && $0 % $1.1 == 0 }) else {
          throw node.failure("a chunk at \(origin) of shape \(grid.shape)")
        }
        try set(grid.box(at: zip(origin, grid.extents).map { $0 / $1 }), at: child, size, skipped: skipped, node)
      }
    }
  }

  // MARK: - Trees of newer files

  /// A tree by the place of each chunk in the grid, with sizes where there are filters.
  mutating func readTree(_ address: Int, isFiltered: Bool) throws(FileError) {
    let tree = try HDF5Tree(superblock, at: address, kinds: [isFiltered ? 11 : 10])
    let rank = grid.shape.count
    let sizeWidth = tree.recordSize - superblock.offsetSize - 8 * rank - (isFiltered ? 4 : 0)
    guard isFiltered ? (1...8).contains(sizeWidth) : sizeWidth == 0 else {
      throw FileError(.badData, path: superblock.file.path, "records of \(tree.recordSize) bytes for chunks of \(rank) axes", at: "address \(address)")
    }
    // Not a mutation from within a closure.
    var found: [(box: Int, address: Int, count: Int, skipped: UInt32, cursor: ByteCursor)] = []
    try tree.forEachRecord { record throws(FileError) in
      guard let chunk = try superblock.address(&record, "a chunk") else { throw record.failure("a chunk without an address") }
      let size = isFiltered ? try record.count(sizeWidth, "the size of a chunk") : grid.boxBytes
      let skipped = isFiltered ? UInt32(try record.unsigned(4, "the filters of a chunk")) : 0
      var place: [Int] = []
      for _ in 0..<rank { place.append(try record.count(8, "the place of a chunk")) }
      guard zip(place, grid.counts).allSatisfy({ $0 < $1 }) else { throw record.failure("a chunk at \(place) of a grid of \(grid.counts)") }
      found.append((grid.box(at: place), chunk, size, skipped, record))
    }
    for chunk in found { try set(chunk.box, at: chunk.address, chunk.count, skipped: chunk.skipped, chunk.cursor) }
  }

  /// All chunks one after the other.
  mutating func readRow(_ address: Int, _ cursor: ByteCursor) throws(FileError) {
    for box in chunks.indices {
      let number = try number(of: box, cursor)
      let (offset, overflow) = number.multipliedReportingOverflow(by: grid.boxBytes)
      guard !overflow, offset <= superblock.file.count, address <= superblock.file.count else {
        throw cursor.failure("truncated: chunk \(number) is beyond the end of the file")
      }
      try set(box, at: address + offset, grid.boxBytes, cursor)
    }
  }

  // MARK: - Arrays of newer files

  /// An array whose length was known from the start, or one that grows: what `entries` finds of an entry's number.
  mutating func readArray(
    isFiltered: Bool, entrySize: Int, _ cursor: ByteCursor, _ entry: (Int) throws(FileError) -> ByteCursor?
  ) throws(FileError) {
    let sizeWidth = entrySize - superblock.offsetSize - (isFiltered ? 4 : 0)
    guard isFiltered ? (1...8).contains(sizeWidth) : sizeWidth == 0 else { throw cursor.failure("entries of \(entrySize) bytes for chunks") }
    for box in chunks.indices {
      guard var entry = try entry(try number(of: box, cursor)), let chunk = try superblock.address(&entry, "a chunk") else { continue }
      let size = isFiltered ? try entry.count(sizeWidth, "the size of a chunk") : grid.boxBytes
      let skipped = isFiltered ? UInt32(try entry.unsigned(4, "the filters of a chunk")) : 0
      try set(box, at: chunk, size, skipped: skipped, entry)
    }
  }

  /// The number of a box in a grid as large as the data set may become; an axis without an end comes first.
  private func number(of box: Int, _ cursor: ByteCursor) throws(FileError) -> Int {
    var place = grid.place(of: box)
    var counts = grid.greatestCounts
    if let axis = counts.firstIndex(where: { $0 == nil }) {
      place.insert(place.remove(at: axis), at: 0)
      counts.insert(counts.remove(at: axis), at: 0)
    }
    var number = 0
    for (axis, (index, count)) in zip(place, counts).enumerated() {
      guard axis == 0 || count != nil else { throw cursor.failure("an array of chunks with two axes without an end") }
      let (product, overflow) = number.multipliedReportingOverflow(by: count ?? 1)
      let (sum, more) = product.addingReportingOverflow(index)
      guard !overflow, !more else { throw cursor.failure("more chunks than any file holds") }
      number = sum
    }
    return number
  }
}
