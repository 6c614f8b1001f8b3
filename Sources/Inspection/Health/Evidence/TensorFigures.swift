/// What the rules need of a tensor of weights or gradients at a step.
public struct TensorFigures: Sendable, Hashable {
  public var count: Int
  public var nonFiniteCount: Int
  /// The mean of the magnitudes of the finite elements.
  public var meanMagnitude: Double
  /// The root of the sum of their squares.
  public var norm: Double
  /// Whether all elements are one number.
  public var isConstant: Bool
  /// How many axes; nil where only a distribution is known.
  public var rank: Int?
  /// The inputs of a unit; nil for vectors, and where the shape is not known.
  public var fanIn: Int?
  /// How far the rows are from their mean, as a share of their length: 0 where all units are alike. Nil for tensors of one row, vectors,
  /// and where only a distribution is known.
  public var rowSpread: Double?
  /// The rows that are zero throughout; nil as above.
  public var zeroRows: RowSet?

  /// Whether these are statistics or counters, which no gradient changes, by the type of the elements.
  public var isBuffer = false

  /// Of a row-major tensor.
  init(_ values: UnsafeBufferPointer<Float>, shape: [Int], isBuffer: Bool = false) {
    self.isBuffer = isBuffer
    count = values.count
    let rows = shape.first ?? 1
    let width = rows > 0 ? values.count / rows : 0
    var (sum, squares, finite) = (0.0, 0.0, 0)
    var (lowest, highest) = (Float.infinity, -Float.infinity)
    var zeroRows = RowSet(rowCount: rows)
    for row in 0..<(width > 0 ? rows : 0) {
      var (rowSum, rowSquares) = (0.0, 0.0)
      for value in values[row * width..<(row + 1) * width] where value.isFinite {
        let wide = Double(value)
        finite += 1
        rowSum += wide.magnitude
        rowSquares += wide * wide
        lowest = min(lowest, value)
        highest = max(highest, value)
      }
      if rowSum == 0 { zeroRows.insert(row) }
      sum += rowSum
      squares += rowSquares
    }
    nonFiniteCount = values.count - finite
    meanMagnitude = finite > 0 ? sum / Double(finite) : 0
    norm = squares.squareRoot()
    isConstant = finite == values.count && values.count > 1 && lowest == highest
    rank = shape.count
    guard shape.count >= 2 else { return }
    fanIn = width
    guard rows > 1, width > 0, nonFiniteCount == 0 else { return }
    self.zeroRows = zeroRows
    rowSpread = Self.rowSpread(values, rows: rows, width: width, squares: squares)
  }

  private static func rowSpread(_ values: UnsafeBufferPointer<Float>, rows: Int, width: Int, squares: Double) -> Double {
    guard squares > 0 else { return 0 }
    var mean = [Double](repeating: 0, count: width)
    for row in 0..<rows {
      for column in 0..<width { mean[column] += Double(values[row * width + column]) }
    }
    for column in 0..<width { mean[column] /= Double(rows) }
    var deviations = 0.0
    for row in 0..<rows {
      for column in 0..<width {
        let distance = Double(values[row * width + column]) - mean[column]
        deviations += distance * distance
      }
    }
    return (deviations / squares).squareRoot()
  }

  /// Of a distribution alone: buckets' numbers are taken to lie in their middles. A bucket without finite edges counts what is not finite.
  init(buckets: [(left: Double, right: Double, count: Double)], nonFiniteCount: Int = 0) {
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    let wild = buckets.filter { !($0.left.isFinite && $0.right.isFinite) }.reduce(0) { $0 + $1.count }
    let nonFiniteCount = nonFiniteCount + Int(min(max(wild, 0), 1e18))
    let buckets = buckets.filter { $0.left.isFinite && $0.right.isFinite }
    for bucket in buckets {
      let middle = bucket.left / 2 + bucket.right / 2
      count += bucket.count
      // Across zero the magnitudes are half of the edges' on either side.
      sum += bucket.count * (bucket.left < 0 && bucket.right > 0 ? (bucket.right - bucket.left) / 4 : middle.magnitude)
      squares += bucket.count * middle * middle
    }
    self.count = Int(min(count, 1e18)) + nonFiniteCount
    self.nonFiniteCount = nonFiniteCount
    meanMagnitude = count > 0 ? sum / count : 0
    norm = squares.squareRoot()
    isConstant = count > 1 && nonFiniteCount == 0 && buckets.first.map { $0.left == buckets.last?.right } ?? false
  }
}
