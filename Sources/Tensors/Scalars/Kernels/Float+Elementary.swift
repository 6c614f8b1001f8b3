internal import CKernels

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension Float {
  static func power(_ base: Float, _ exponent: Float) -> Float { powf(base, exponent) }

  public static func map(
    _ function: ElementaryFunction, _ loops: StridedLoops, _ a: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>
  ) {
    @inline(__always)
    func each(_ f: (Float) -> Float) { loops.map(a, into: result, grain: StridedLoops.costlyGrain, f) }
    @inline(__always)
    func vector(_ kernel: fathom_elementary) {
      loops.mapRows(a, into: result, grain: StridedLoops.costlyGrain) { fathom_map_f32(kernel, $2, $0, $1) }
    }
    switch function {
    case .exp: vector(FATHOM_EXP)
    case .exp2: each { exp2f($0) }
    case .expm1: each { expm1f($0) }
    case .log: vector(FATHOM_LOG)
    case .log2: each { log2f($0) }
    case .log10: each { log10f($0) }
    case .log1p: each { log1pf($0) }
    case .sqrt: vector(FATHOM_SQRT)
    case .rsqrt: vector(FATHOM_RSQRT)
    case .cbrt: each { cbrtf($0) }
    case .reciprocal: vector(FATHOM_RECIPROCAL)
    case .sin: each { sinf($0) }
    case .cos: each { cosf($0) }
    case .tan: each { tanf($0) }
    case .asin: each { asinf($0) }
    case .acos: each { acosf($0) }
    case .atan: each { atanf($0) }
    case .sinh: each { sinhf($0) }
    case .cosh: each { coshf($0) }
    case .tanh: vector(FATHOM_TANH)
    case .asinh: each { asinhf($0) }
    case .acosh: each { acoshf($0) }
    case .atanh: each { atanhf($0) }
    case .sigmoid: vector(FATHOM_SIGMOID)
    case .softplus: each { Swift.max($0, 0) + log1pf(expf(-$0.magnitude)) }
    case .erf: each { erff($0) }
    case .floor: vector(FATHOM_FLOOR)
    case .ceil: vector(FATHOM_CEIL)
    case .truncate: vector(FATHOM_TRUNCATE)
    case .round: vector(FATHOM_ROUND)
    }
  }
}
