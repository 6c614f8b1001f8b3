internal import LinearAlgebra
internal import Tensors

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The largest singular values of a matrix A [m, n] from an approximate basis Q of its range (Halko, Martinsson, Tropp, Finding structure
/// with randomness, 2011), with a bound that is computed, not assumed.
///
/// The singular values of QᵀA are never above A's. As AᵀA = AᵀQQᵀA + EᵀE with E = (I - QQᵀ)A, Weyl's inequality bounds the square of
/// each from above by that of the estimate plus |E|². And |M| is at most 10 sqrt(2/π) times the longest of r images M·ω of normal vectors
/// but for one time in 10^r (lemma 4.1 there), which for M = (EEᵀ)^q E takes the factor's root of order 2q + 1.
struct SpectrumEstimate {
  var singularValues: [Double]
  var errorBound: Double

  private static let oversampling = 16
  /// r and q of the bound.
  private static let (probes, powers) = (10, 6)

  init(of matrix: Tensor<Double>, count: Int, seed: UInt64) throws(LinearAlgebraError) {
    let options = RandomizedSVDOptions(oversampling: Self.oversampling, powerIterations: 4)
    let found = try randomizedSVD(matrix, rank: min(count, matrix.shape[0], matrix.shape[1]), options: options, seed: seed)
    singularValues = found.singularValues.scalars
    let residual = Self.residualBound(matrix, outside: found.u, seed: seed)
    // The bound is widest for the smallest of them.
    let smallest = singularValues.last ?? 0
    errorBound = (smallest * smallest + residual * residual).squareRoot() - smallest
  }

  /// A bound of |(I - QQᵀ)A|.
  private static func residualBound(_ a: Tensor<Double>, outside q: Tensor<Double>, seed: UInt64) -> Double {
    func withoutRange(_ images: Tensor<Double>) -> Tensor<Double> { images - q.matmul(q.transposed.matmul(images)) }
    var generator = RandomGenerator(seed: seed).stream(1)
    var images = withoutRange(a.matmul(Tensor<Double>.normal([a.shape[1], probes], using: &generator)))
    // Lengths are carried as logarithms: the twelfth power of a norm leaves the range of Double.
    var logarithm = 0.0
    for _ in 0..<powers {
      let length = longestColumn(images)
      guard length > 0 else { return 0 }
      logarithm += log(length)
      images = withoutRange(a.matmul(a.transposed.matmul(images / length)))
    }
    let length = longestColumn(images)
    guard length > 0 else { return 0 }
    return exp((logarithm + log(length) + log(10 * (2 / Double.pi).squareRoot())) / Double(2 * powers + 1))
  }

  private static func longestColumn(_ columns: Tensor<Double>) -> Double {
    var squares = [Double](repeating: 0, count: probes)
    for (index, value) in columns.scalars.enumerated() { squares[index % probes] += value * value }
    return (squares.max() ?? 0).squareRoot()
  }
}
