internal import CKernels
public import LinearAlgebra

/// Float and Double as samples: the loops over whole blocks of rows that reading data needs.
public protocol SampleScalar: LAPACKScalar {
  /// target[rows, columns] = source[rows, columns] - offset[columns]; adds the columns' sums of the target to `sums`.
  static func center(
    _ source: UnsafePointer<Self>, rows: Int, columns: Int, minus offset: UnsafePointer<Self>,
    to target: UnsafeMutablePointer<Self>, addingTo sums: UnsafeMutablePointer<Double>)

  /// The same of bytes, each divided by `divisor` first.
  static func center(
    _ source: UnsafePointer<UInt8>, rows: Int, columns: Int, dividedBy divisor: Self, minus offset: UnsafePointer<Self>,
    to target: UnsafeMutablePointer<Self>, addingTo sums: UnsafeMutablePointer<Double>)

  /// sums[count] += source[count]
  static func accumulate(_ source: UnsafePointer<Self>, count: Int, to sums: UnsafeMutablePointer<Double>)

  static func narrow(_ source: [Double]) -> [Self]

  /// marks[columns] becomes 1 where a column of block[rows, columns] holds anything but zero.
  static func markNonzero(_ block: UnsafePointer<Self>, rows: Int, columns: Int, _ marks: UnsafeMutablePointer<UInt8>)

  /// target[rows, order.count] = those columns of block[rows, columns].
  static func gatherColumns(
    _ block: UnsafePointer<Self>, rows: Int, columns: Int, _ order: [Int32], to target: UnsafeMutablePointer<Self>)

  /// The upper triangle of the symmetric source, whose rows begin `columns` elements apart, to the upper triangle of
  /// target[columns, columns], element (i, j) to (order[i], order[j]).
  static func scatterUpper(
    _ source: UnsafePointer<Self>, _ order: [Int32], columns: Int, to target: UnsafeMutablePointer<Self>)

  /// A number near the middle of a column's sample; see ``pivot(of:)``.
  static func pivot(_ x: UnsafePointer<Self>, count: Int, stride: Int) -> Self
}

extension SampleScalar {
  public static func pivot(_ x: UnsafePointer<Self>, count: Int, stride: Int) -> Self {
    if let shared = majority(x, count: count, stride: stride) { return shared.isFinite ? shared : 0 }
    var sum = 0.0
    for i in 0..<count { sum += Double(x[i * stride]) }
    let mean = sum / Double(max(count, 1))
    var deviation = 0.0
    for i in 0..<count { deviation += abs(Double(x[i * stride]) - mean) }
    deviation /= Double(max(count, 1))
    // Something not finite will be met, and named, on the way through all rows.
    guard mean.isFinite, deviation.isNormal else { return mean.isFinite ? Self(mean) : 0 }
    let quantum = Double(sign: .plus, exponent: deviation.exponent - 2, significand: 1)
    return Self((mean / quantum).rounded() * quantum)
  }

  /// The value that more than half of the numbers have, if there is one: whatever survives the cancelling of unequal pairs is the
  /// only candidate (Boyer and Moore).
  private static func majority(_ x: UnsafePointer<Self>, count: Int, stride: Int) -> Self? {
    var candidate: Self = 0
    var lead = 0
    for i in 0..<count {
      if lead == 0 { candidate = x[i * stride] }
      lead += x[i * stride] == candidate ? 1 : -1
    }
    var votes = 0
    for i in 0..<count where x[i * stride] == candidate { votes += 1 }
    return 2 * votes > count ? candidate : nil
  }
}

extension Float: SampleScalar {
  public static func center(
    _ source: UnsafePointer<Float>, rows: Int, columns: Int, minus offset: UnsafePointer<Float>,
    to target: UnsafeMutablePointer<Float>, addingTo sums: UnsafeMutablePointer<Double>
  ) {
    fathom_center_rows_f32(source, Int64(rows), Int64(columns), Int64(columns), offset, target, sums)
  }

  public static func center(
    _ source: UnsafePointer<UInt8>, rows: Int, columns: Int, dividedBy divisor: Float, minus offset: UnsafePointer<Float>,
    to target: UnsafeMutablePointer<Float>, addingTo sums: UnsafeMutablePointer<Double>
  ) {
    fathom_center_rows_u8_f32(source, Int64(rows), Int64(columns), Int64(columns), divisor, offset, target, sums)
  }

  public static func accumulate(_ source: UnsafePointer<Float>, count: Int, to sums: UnsafeMutablePointer<Double>) {
    fathom_accumulate_f32(source, Int64(count), sums)
  }

  public static func narrow(_ source: [Double]) -> [Float] { source.map(Float.init) }

  public static func markNonzero(
    _ block: UnsafePointer<Float>, rows: Int, columns: Int, _ marks: UnsafeMutablePointer<UInt8>
  ) {
    fathom_mark_nonzero_f32(block, Int64(rows), Int64(columns), marks)
  }

  public static func gatherColumns(
    _ block: UnsafePointer<Float>, rows: Int, columns: Int, _ order: [Int32], to target: UnsafeMutablePointer<Float>
  ) {
    fathom_gather_columns_f32(block, Int64(rows), Int64(columns), order, Int64(order.count), target)
  }

  public static func scatterUpper(
    _ source: UnsafePointer<Float>, _ order: [Int32], columns: Int, to target: UnsafeMutablePointer<Float>
  ) {
    fathom_scatter_upper_f32(source, Int64(order.count), order, Int64(columns), target)
  }
}

extension Double: SampleScalar {
  public static func center(
    _ source: UnsafePointer<Double>, rows: Int, columns: Int, minus offset: UnsafePointer<Double>,
    to target: UnsafeMutablePointer<Double>, addingTo sums: UnsafeMutablePointer<Double>
  ) {
    fathom_center_rows_f64(source, Int64(rows), Int64(columns), Int64(columns), offset, target, sums)
  }

  public static func center(
    _ source: UnsafePointer<UInt8>, rows: Int, columns: Int, dividedBy divisor: Double, minus offset: UnsafePointer<Double>,
    to target: UnsafeMutablePointer<Double>, addingTo sums: UnsafeMutablePointer<Double>
  ) {
    fathom_center_rows_u8_f64(source, Int64(rows), Int64(columns), Int64(columns), divisor, offset, target, sums)
  }

  public static func accumulate(_ source: UnsafePointer<Double>, count: Int, to sums: UnsafeMutablePointer<Double>) {
    fathom_accumulate_f64(source, Int64(count), sums)
  }

  public static func narrow(_ source: [Double]) -> [Double] { source }

  public static func markNonzero(
    _ block: UnsafePointer<Double>, rows: Int, columns: Int, _ marks: UnsafeMutablePointer<UInt8>
  ) {
    fathom_mark_nonzero_f64(block, Int64(rows), Int64(columns), marks)
  }

  public static func gatherColumns(
    _ block: UnsafePointer<Double>, rows: Int, columns: Int, _ order: [Int32], to target: UnsafeMutablePointer<Double>
  ) {
    fathom_gather_columns_f64(block, Int64(rows), Int64(columns), order, Int64(order.count), target)
  }

  public static func scatterUpper(
    _ source: UnsafePointer<Double>, _ order: [Int32], columns: Int, to target: UnsafeMutablePointer<Double>
  ) {
    fathom_scatter_upper_f64(source, Int64(order.count), order, Int64(columns), target)
  }
}
