internal import CKernels

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension Double {
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  public static func map(
    _ function: ElementaryFunction, _ loops: StridedLoops, _ a: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>
  ) {
    @inline(__always)
    func each(_ f: (Double) -> Double) { loops.map(a, into: result, grain: StridedLoops.costlyGrain, f) }
    @inline(__always)
    func vector(_ kernel: fathom_elementary) {
      loops.mapRows(a, into: result, grain: StridedLoops.costlyGrain) { fathom_map_f64(kernel, $2, $0, $1) }
    }
    switch function {
    case .exp: vector(FATHOM_EXP)
    case .exp2: each { exp2($0) }
    case .expm1: each { expm1($0) }
    case .log: vector(FATHOM_LOG)
    case .log2: each { log2($0) }
    case .log10: each { log10($0) }
    case .log1p: each { log1p($0) }
    case .sqrt: vector(FATHOM_SQRT)
    case .rsqrt: vector(FATHOM_RSQRT)
    case .cbrt: each { cbrt($0) }
    case .reciprocal: vector(FATHOM_RECIPROCAL)
    case .sin: each { sin($0) }
    case .cos: each { cos($0) }
    case .tan: each { tan($0) }
    case .asin: each { asin($0) }
    case .acos: each { acos($0) }
    case .atan: each { atan($0) }
    case .sinh: each { sinh($0) }
    case .cosh: each { cosh($0) }
    case .tanh: vector(FATHOM_TANH)
    case .asinh: each { asinh($0) }
    case .acosh: each { acosh($0) }
    case .atanh: each { atanh($0) }
    case .sigmoid: vector(FATHOM_SIGMOID)
    case .softplus: each { Swift.max($0, 0) + log1p(exp(-$0.magnitude)) }
    case .erf: each { erf($0) }
    case .floor: vector(FATHOM_FLOOR)
    case .ceil: vector(FATHOM_CEIL)
    case .truncate: vector(FATHOM_TRUNCATE)
    case .round: vector(FATHOM_ROUND)
    }
  }
}
