/// Which of a tensor's rows something holds for: a bit for each.
public struct RowSet: Sendable, Hashable {
  public let rowCount: Int
  private var words: [UInt64]

  /// Of none.
  init(rowCount: Int) {
    self.rowCount = rowCount
    words = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
  }

  mutating func insert(_ row: Int) { words[row / 64] |= 1 << (row % 64) }

  /// Keeps the rows that `other`, of as many rows, has too. O(rows / 64).
  mutating func formIntersection(_ other: RowSet) {
    precondition(rowCount == other.rowCount, "sets of \(rowCount) and \(other.rowCount) rows")
    for index in words.indices { words[index] &= other.words[index] }
  }

  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  /// The share of the rows; 0 where there are no rows.
  public var share: Double { rowCount > 0 ? Double(count) / Double(rowCount) : 0 }
}
