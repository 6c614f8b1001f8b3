public import Tensors

/// Samples that are read a block of rows at a time, so that they need not be in memory as floating-point numbers all at once.
///
/// Blocks are read from several threads at the same time, and each row more than once.
public protocol RowSource<Scalar>: Sendable {
  associatedtype Scalar: SampleScalar

  var rowCount: Int { get }
  var columnCount: Int { get }

  /// Writes rows `range` minus `offset` [columnCount] to `target` [range.count, columnCount] and adds the sum of each column of what it
  /// wrote to `sums` [columnCount].
  func copy(
    _ range: Range<Int>, minus offset: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>,
    addingTo sums: UnsafeMutablePointer<Double>)
}

/// The rows of a matrix [n, d].
public struct DenseRows<Scalar: SampleScalar>: RowSource {
  private let samples: Tensor<Scalar>

  /// A view with gaps is copied once. Traps unless `samples` is a matrix.
  public init(_ samples: Tensor<Scalar>) {
    precondition(samples.rank == 2, "samples are the rows of a matrix [n, d], not of a tensor of shape \(samples.shape)")
    self.samples = samples.contiguous()
  }

  public var rowCount: Int { samples.shape[0] }
  public var columnCount: Int { samples.shape[1] }

  public func copy(
    _ range: Range<Int>, minus offset: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>,
    addingTo sums: UnsafeMutablePointer<Double>
  ) {
    samples.withUnsafeBufferPointer {
      Scalar.center(
        $0.baseAddress! + range.lowerBound * columnCount, rows: range.count, columns: columnCount, minus: offset, to: target,
        addingTo: sums)
    }
  }
}

/// The rows of a matrix of bytes [n, d], each byte divided by the same number: pixels from 0 to 1 at a quarter of the memory. The numbers are
/// bit for bit those of the bytes widened and divided.
public struct ByteRows<Scalar: SampleScalar>: RowSource {
  private let samples: Tensor<UInt8>
  private let divisor: Scalar

  /// Traps unless `samples` is a matrix.
  public init(_ samples: Tensor<UInt8>, dividedBy divisor: Scalar = 255) {
    precondition(samples.rank == 2, "samples are the rows of a matrix [n, d], not of a tensor of shape \(samples.shape)")
    self.samples = samples.contiguous()
    self.divisor = divisor
  }

  public var rowCount: Int { samples.shape[0] }
  public var columnCount: Int { samples.shape[1] }

  public func copy(
    _ range: Range<Int>, minus offset: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>,
    addingTo sums: UnsafeMutablePointer<Double>
  ) {
    samples.withUnsafeBufferPointer {
      Scalar.center(
        $0.baseAddress! + range.lowerBound * columnCount, rows: range.count, columns: columnCount, dividedBy: divisor, minus: offset,
        to: target, addingTo: sums)
    }
  }
}
