internal import Tensors

/// Symmetric joint probabilities p_ij of pairs of points, most of them zero: a matrix in compressed sparse rows that sums to 1.
public struct Affinities: Sendable {
  /// How many points there are.
  public let count: Int
  let rowStarts: AlignedBuffer<Int64>
  let columns: AlignedBuffer<Int32>
  let values: AlignedBuffer<Float>

  init(count: Int, rowStarts: AlignedBuffer<Int64>, columns: AlignedBuffer<Int32>, values: AlignedBuffer<Float>) {
    self.count = count
    self.rowStarts = rowStarts
    self.columns = columns
    self.values = values
  }

  /// A symmetric matrix given as compressed sparse rows, scaled to sum to 1.
  ///
  /// - Throws: ``AffinityError`` unless the rows' starts ascend from 0 to the number of entries, columns are in range and not on the
  ///   diagonal, and the values are finite, not negative and equal for (i, j) and (j, i).
  public init(rowStarts: [Int], columns: [Int32], values: [Float]) throws {
    try Self.check(rowStarts: rowStarts, columns: columns, values: values)
    let sum = values.reduce(0.0) { $0 + Double($1) }
    let scale = sum > 0 ? Float(1 / sum) : 0
    self.init(
      count: rowStarts.count - 1, rowStarts: AlignedBuffer(rowStarts.map(Int64.init)), columns: AlignedBuffer(columns),
      values: AlignedBuffer(values.map { $0 * scale }))
  }

  /// How many pairs (i, j) have an entry, (j, i) counted apart.
  public var entryCount: Int { Int(rowStarts[count]) }

  /// The points that have an affinity with `point`, in no particular order, and how great it is.
  public func row(_ point: Int) -> [(column: Int, value: Float)] {
    precondition(point >= 0 && point < count, "row \(point) of a matrix of \(count) rows")
    return (Int(rowStarts[point])..<Int(rowStarts[point + 1])).map { (Int(columns[$0]), values[$0]) }
  }

  /// The sum of p log p over all entries, in nats: what the divergence has that does not depend on the map.
  func negativeEntropy() -> Double {
    Parallel.mapRanges(of: entryCount, grain: 65_536) { range in
      range.reduce(into: 0.0) { sum, entry in
        let value = Double(values[entry])
        if value > 0 { sum += value * naturalLogarithm(value) }
      }
    }.reduce(0, +)
  }
}

/// What is wrong with affinities that were handed over.
public struct AffinityError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String
}

extension Affinities {
  private static func check(rowStarts: [Int], columns: [Int32], values: [Float]) throws {
    let ascends = zip(rowStarts, rowStarts.dropFirst()).allSatisfy { $0 <= $1 }
    guard rowStarts.first == 0, rowStarts.last == columns.count, columns.count == values.count, ascends else {
      throw AffinityError(
        description: "affinities: row starts must ascend from 0 to the number of entries, here \(columns.count) columns and "
          + "\(values.count) values")
    }
    let count = rowStarts.count - 1
    var entries = [SIMD2<Int32>: Float](minimumCapacity: values.count)
    for row in 0..<count {
      for entry in rowStarts[row]..<rowStarts[row + 1] {
        let (column, value) = (columns[entry], values[entry])
        guard column >= 0, Int(column) < count, Int(column) != row, value.isFinite, value >= 0 else {
          throw AffinityError(
            description: "affinities: row \(row) has the value \(value) in column \(column); it takes finite values that are not "
              + "negative, in columns 0 to \(count - 1), and none on the diagonal")
        }
        entries[SIMD2(Int32(row), column), default: 0] += value
      }
    }
    for (place, value) in entries where !(abs((entries[SIMD2(place.y, place.x)] ?? 0) - value) <= 1e-5 * value) {
      throw AffinityError(description: "affinities: (\(place.x), \(place.y)) and (\(place.y), \(place.x)) differ")
    }
  }
}
