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
    switch function {
    case .exp: each { expf($0) }
    case .exp2: each { exp2f($0) }
    case .expm1: each { expm1f($0) }
    case .log: each { logf($0) }
    case .log2: each { log2f($0) }
    case .log10: each { log10f($0) }
    case .log1p: each { log1pf($0) }
    case .sqrt: each { $0.squareRoot() }
    case .rsqrt: each { 1 / $0.squareRoot() }
    case .cbrt: each { cbrtf($0) }
    case .reciprocal: each { 1 / $0 }
    case .sin: each { sinf($0) }
    case .cos: each { cosf($0) }
    case .tan: each { tanf($0) }
    case .asin: each { asinf($0) }
    case .acos: each { acosf($0) }
    case .atan: each { atanf($0) }
    case .sinh: each { sinhf($0) }
    case .cosh: each { coshf($0) }
    case .tanh: each { tanhf($0) }
    case .asinh: each { asinhf($0) }
    case .acosh: each { acoshf($0) }
    case .atanh: each { atanhf($0) }
    case .sigmoid: each { 1 / (1 + expf(-$0)) }
    case .softplus: each { Swift.max($0, 0) + log1pf(expf(-$0.magnitude)) }
    case .erf: each { erff($0) }
    case .floor: each { $0.rounded(.down) }
    case .ceil: each { $0.rounded(.up) }
    case .truncate: each { $0.rounded(.towardZero) }
    case .round: each { $0.rounded(.toNearestOrEven) }
    }
  }
}
