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
    switch function {
    case .exp: each { exp($0) }
    case .exp2: each { exp2($0) }
    case .expm1: each { expm1($0) }
    case .log: each { log($0) }
    case .log2: each { log2($0) }
    case .log10: each { log10($0) }
    case .log1p: each { log1p($0) }
    case .sqrt: each { $0.squareRoot() }
    case .rsqrt: each { 1 / $0.squareRoot() }
    case .cbrt: each { cbrt($0) }
    case .reciprocal: each { 1 / $0 }
    case .sin: each { sin($0) }
    case .cos: each { cos($0) }
    case .tan: each { tan($0) }
    case .asin: each { asin($0) }
    case .acos: each { acos($0) }
    case .atan: each { atan($0) }
    case .sinh: each { sinh($0) }
    case .cosh: each { cosh($0) }
    case .tanh: each { tanh($0) }
    case .asinh: each { asinh($0) }
    case .acosh: each { acosh($0) }
    case .atanh: each { atanh($0) }
    case .sigmoid: each { 1 / (1 + exp(-$0)) }
    case .softplus: each { Swift.max($0, 0) + log1p(exp(-$0.magnitude)) }
    case .erf: each { erf($0) }
    case .floor: each { $0.rounded(.down) }
    case .ceil: each { $0.rounded(.up) }
    case .truncate: each { $0.rounded(.towardZero) }
    case .round: each { $0.rounded(.toNearestOrEven) }
    }
  }
}
