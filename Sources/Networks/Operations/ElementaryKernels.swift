internal import CKernels
internal import Tensors

/// Elementary functions of runs of memory, on the calling thread. The result may be the source.
enum ElementaryKernels {
  static func exp<Scalar: FloatingScalar>(_ source: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>, count: Int) {
    map(FATHOM_EXP, source, into: result, count: count)
  }

  static func log<Scalar: FloatingScalar>(_ source: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>, count: Int) {
    map(FATHOM_LOG, source, into: result, count: count)
  }

  private static func map<Scalar: FloatingScalar>(
    _ function: fathom_elementary, _ source: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>, count: Int
  ) {
    switch Scalar.kind {
    case .float32: fathom_map_f32(function, count, source.as(), result.as())
    default: fathom_map_f64(function, count, source.as(), result.as())
    }
  }
}
