/// A tree of records of one size: a B-tree of the second version, which newer files use for names and for chunks.
struct HDF5Tree {
  let kind: UInt8
  let recordSize: Int
  let recordCount: Int
  private let superblock: HDF5Superblock
  private let nodeSize: Int
  private let root: Node?

  private struct Node {
    var address: Int
    var count: Int
    /// Above the leaves.
    var depth: Int
  }

  static let greatestDepth = 32

  /// - Parameter kinds: What the records may be of, by the format's numbers.
  init(_ superblock: HDF5Superblock, at address: Int, kinds: [UInt8]) throws(FileError) {
    self.superblock = superblock
    var cursor = try superblock.structure("BTHD", at: address, 22 + superblock.offsetSize + superblock.lengthSize, "the start of a tree")
    _ = try cursor.take(1, "a version")
    kind = try cursor.byte("the kind of a tree")
    guard kinds.contains(kind) else { throw cursor.failure("a tree of kind \(kind), where one of \(kinds) was expected") }
    nodeSize = try cursor.count(4, "the size of a node")
    recordSize = try cursor.count(2, "the size of a record")
    let depth = try cursor.count(2, "the depth of a tree")
    _ = try cursor.take(2, "a tree")
    let rootAddress = try superblock.address(&cursor, "the root of a tree")
    let rootCount = try cursor.count(2, "the number of records")
    recordCount = try superblock.length(&cursor, "the number of records")
    guard recordSize > 0, nodeSize > 10 + recordSize, depth <= Self.greatestDepth else {
      throw cursor.failure("a tree of depth \(depth) with nodes of \(nodeSize) bytes and records of \(recordSize)")
    }
    // Records are in the file, each in one place: a count that it cannot hold is refused before it is walked.
    guard recordCount <= superblock.file.count / recordSize else {
      throw cursor.failure("a tree that claims \(recordCount) records of \(recordSize) bytes")
    }
    root = rootAddress.map { Node(address: $0, count: rootCount, depth: depth) }
  }

  /// Calls `body` with each record, in no order that matters.
  func forEachRecord(_ body: (inout ByteCursor) throws(FileError) -> Void) throws(FileError) {
    guard let root, recordCount > 0 else { return }
    let pointers = try pointerSizes(depth: root.depth)
    var waiting = [root]
    var entered: Set<Int> = []
    var seen = 0
    while let node = waiting.popLast() {
      guard entered.insert(node.address).inserted else { throw failure("a tree goes in a circle", node) }
      seen += node.count
      guard seen <= recordCount else { throw failure("a tree of more than the \(recordCount) records that it claims", node) }
      let isLeaf = node.depth == 0
      let pointerBytes = isLeaf ? 0 : (node.count + 1) * pointers[node.depth].total
      var cursor = try superblock.structure(
        isLeaf ? "BTLF" : "BTIN", at: node.address, 10 + node.count * recordSize + pointerBytes, "a node of a tree")
      _ = try cursor.take(1, "a version")
      guard try cursor.byte("the kind of a tree") == kind else { throw cursor.failure("a node of another tree") }
      for _ in 0..<node.count {
        let place = try cursor.take(recordSize, "a record")
        var record = ByteCursor(superblock.file, place)
        try body(&record)
      }
      if isLeaf { continue }
      for _ in 0...node.count {
        guard let child = try superblock.address(&cursor, "a child") else { throw cursor.failure("a child without an address") }
        let count = try cursor.count(pointers[node.depth].countSize, "the number of a child's records")
        _ = try cursor.take(pointers[node.depth].totalSize, "the number of records below a child")
        waiting.append(Node(address: child, count: count, depth: node.depth - 1))
      }
    }
    guard seen == recordCount else { throw failure("truncated: a tree claims \(recordCount) records and has \(seen)", root) }
  }

  private func failure(_ reason: String, _ node: Node) -> FileError {
    FileError(.badData, path: superblock.file.path, reason, at: "address \(node.address)")
  }

  private struct Pointer {
    var countSize: Int
    /// Of the number of all records below; none above the leaves, where it is the same.
    var totalSize: Int
    var total: Int
  }

  /// How a pointer is written at each depth: its numbers have as many bytes as the fullest child would need.
  private func pointerSizes(depth: Int) throws(FileError) -> [Pointer] {
    let overhead = 10
    var pointers = [Pointer(countSize: 0, totalSize: 0, total: 0)]
    let leafCount = (nodeSize - overhead) / recordSize
    let countSize = Self.width(leafCount)
    var below = leafCount
    for level in 0..<depth {
      let totalSize = level == 0 ? 0 : Self.width(below)
      let pointer = Pointer(countSize: countSize, totalSize: totalSize, total: superblock.offsetSize + countSize + totalSize)
      pointers.append(pointer)
      let count = (nodeSize - overhead - pointer.total) / (recordSize + pointer.total)
      let (product, overflow) = (count + 1).multipliedReportingOverflow(by: below)
      guard count > 0, !overflow, product <= Int.max / 2 else {
        throw FileError(.badData, path: superblock.file.path, "a tree of nodes that hold nothing, or too much", at: "tree")
      }
      below = product + count
    }
    return pointers
  }

  /// The bytes that a number up to `limit` takes.
  private static func width(_ limit: Int) -> Int { (Int.bitWidth - 1 - max(limit, 1).leadingZeroBitCount) / 8 + 1 }
}
