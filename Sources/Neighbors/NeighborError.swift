/// Data that have no neighbours.
public enum NeighborError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The element at [row, column] is NaN or infinite.
  case notFinite(value: Float, row: Int, column: Int)

  public var description: String {
    switch self {
    case .notFinite(let value, let row, let column):
      "the value at row \(row), column \(column) is \(value): neighbours need finite values"
    }
  }
}
