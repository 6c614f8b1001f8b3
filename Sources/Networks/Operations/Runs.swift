internal import CKernels
internal import Tensors

/// Runs of contiguous memory, on the calling thread.
enum Runs {
  /// The sum of a run, in Double.
  static func sum<Scalar: FloatingScalar>(_ x: UnsafePointer<Scalar>, count: Int) -> Double {
    switch Scalar.kind {
    case .float32: fathom_run_sum_f32(count, x.as())
    default: fathom_run_sum_f64(count, x.as())
    }
  }

  /// The sum of (x - center)² over a run, in Double.
  static func squareSum<Scalar: FloatingScalar>(_ x: UnsafePointer<Scalar>, center: Double, count: Int) -> Double {
    switch Scalar.kind {
    case .float32: fathom_run_square_sum_f32(count, x.as(), center)
    default: fathom_run_square_sum_f64(count, x.as(), center)
    }
  }

  /// The sum of (x - center) y over a run, in Double.
  static func centeredDot<Scalar: FloatingScalar>(
    _ x: UnsafePointer<Scalar>, center: Double, _ y: UnsafePointer<Scalar>, count: Int
  ) -> Double {
    switch Scalar.kind {
    case .float32: fathom_run_centered_dot_f32(count, x.as(), center, y.as())
    default: fathom_run_centered_dot_f64(count, x.as(), center, y.as())
    }
  }

  /// result = a x + c over a run.
  static func affine<Scalar: FloatingScalar>(
    _ a: Scalar, _ x: UnsafePointer<Scalar>, _ c: Scalar, into result: UnsafeMutablePointer<Scalar>, count: Int
  ) {
    switch Scalar.kind {
    case .float32: fathom_run_affine_f32(count, Float(a), x.as(), Float(c), result.as())
    default: fathom_run_affine_f64(count, Double(a), x.as(), Double(c), result.as())
    }
  }

  /// result = a x + b y + c over a run.
  static func affine<Scalar: FloatingScalar>(
    _ a: Scalar, _ x: UnsafePointer<Scalar>, _ b: Scalar, _ y: UnsafePointer<Scalar>, _ c: Scalar,
    into result: UnsafeMutablePointer<Scalar>, count: Int
  ) {
    switch Scalar.kind {
    case .float32: fathom_run_affine2_f32(count, Float(a), x.as(), Float(b), y.as(), Float(c), result.as())
    default: fathom_run_affine2_f64(count, Double(a), x.as(), Double(b), y.as(), Double(c), result.as())
    }
  }
}
