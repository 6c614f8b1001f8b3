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
}
