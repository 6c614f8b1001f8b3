internal import Tensors

/// Loops over the rows of a contiguous matrix.
enum RowLoops {
  /// Writes `row` [columns] into every row of `target` [rows, columns].
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  static func spread<Scalar: FloatingScalar>(
    _ row: UnsafePointer<Scalar>, over target: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int
  ) {
    Parallel.forEachRange(of: rows, grain: grain(columns)) { _, range in
      for index in range { (target + index * columns).update(from: row, count: columns) }
    }
  }

  /// Writes the sum of the rows of `source` [rows, columns]; added up from the first row to the last.
  static func sumRows<Scalar: FloatingScalar>(
    _ source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int
  ) {
    Parallel.forEachRange(of: columns, grain: grain(rows)) { _, range in
      sumRows(source, into: target, rows: rows, columns: columns, range)
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private static func sumRows<Scalar: FloatingScalar>(
    _ source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, _ range: Range<Int>
  ) {
    for column in range { target[column] = 0 }
    for row in 0..<rows {
      let line = source + row * columns
      for column in range { target[column] += line[column] }
    }
  }

  /// Copies `source` [rows, columns] to `target` [rows, columns], whose rows begin `stride` elements apart in each.
  static func copy<Scalar: FloatingScalar>(
    _ source: UnsafePointer<Scalar>, stride sourceStride: Int, to target: UnsafeMutablePointer<Scalar>, stride targetStride: Int,
    rows: Int, columns: Int
  ) {
    Parallel.forEachRange(of: rows, grain: grain(columns)) { _, range in
      for index in range { (target + index * targetStride).update(from: source + index * sourceStride, count: columns) }
    }
  }

  /// How many lines of `length` scalars are worth a thread's while.
  static func grain(_ length: Int) -> Int { Swift.max(1, 32_768 / Swift.max(length, 1)) }
}
