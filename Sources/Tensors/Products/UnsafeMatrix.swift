/// A matrix in memory that somebody else keeps alive, as BLAS takes it: rows one after another, or the transpose of that.
public struct UnsafeMatrix<Scalar: BLASScalar>: @unchecked Sendable {
  public let pointer: UnsafePointer<Scalar>
  /// The extents as used in the product, that is after transposing.
  public let rows: Int, columns: Int
  /// Elements from one stored row to the next.
  public let rowStride: Int
  /// Whether the stored rows are the columns of this matrix.
  public let isTransposed: Bool

  /// The matrix [rows, columns] that stands at `pointer` in row-major order.
  public init(_ pointer: UnsafePointer<Scalar>, rows: Int, columns: Int, rowStride: Int? = nil) {
    self.init(pointer, rows: rows, columns: columns, rowStride: rowStride ?? columns, isTransposed: false)
  }

  init(_ pointer: UnsafePointer<Scalar>, rows: Int, columns: Int, rowStride: Int, isTransposed: Bool) {
    self.pointer = pointer
    self.rows = rows
    self.columns = columns
    // BLAS wants a positive stride even where there is nothing to step over.
    self.rowStride = Swift.max(rowStride, isTransposed ? rows : columns, 1)
    self.isTransposed = isTransposed
  }

  /// The same memory read the other way round.
  public var transposed: UnsafeMatrix {
    UnsafeMatrix(pointer, rows: columns, columns: rows, rowStride: rowStride, isTransposed: !isTransposed)
  }

  /// The block of the given rows and columns.
  public func block(_ rowRange: Range<Int>, _ columnRange: Range<Int>) -> UnsafeMatrix {
    let offset =
      isTransposed
      ? columnRange.lowerBound * rowStride + rowRange.lowerBound
      : rowRange.lowerBound * rowStride + columnRange.lowerBound
    return UnsafeMatrix(
      pointer + offset, rows: rowRange.count, columns: columnRange.count, rowStride: rowStride, isTransposed: isTransposed)
  }
}

/// A row-major matrix in memory that somebody else keeps alive, to be written.
public struct UnsafeMutableMatrix<Scalar: BLASScalar>: @unchecked Sendable {
  public let pointer: UnsafeMutablePointer<Scalar>
  public let rows: Int, columns: Int
  /// Elements from one row to the next.
  public let rowStride: Int

  public init(_ pointer: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, rowStride: Int? = nil) {
    self.pointer = pointer
    self.rows = rows
    self.columns = columns
    self.rowStride = Swift.max(rowStride ?? columns, 1)
  }

  /// The block of the given rows and columns.
  public func block(_ rowRange: Range<Int>, _ columnRange: Range<Int>) -> UnsafeMutableMatrix {
    UnsafeMutableMatrix(
      pointer + rowRange.lowerBound * rowStride + columnRange.lowerBound,
      rows: rowRange.count, columns: columnRange.count, rowStride: rowStride)
  }
}
