#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The spectrum of a matrix [N, M], N >= M, of independent entries of mean 0: the eigenvalues of its Gram matrix lie between two edges
/// (Marchenko and Pastur, 1967). What lies above the upper one is not noise.
public struct MarchenkoPastur: Sendable, Hashable {
  /// M / N, in 0 ... 1.
  public var aspect: Double
  /// The scale of the eigenvalues: N times the variance of the entries.
  public var scale: Double

  public init(aspect: Double, scale: Double) {
    precondition(aspect > 0 && aspect <= 1, "an aspect of \(aspect)")
    self.aspect = aspect
    self.scale = scale
  }

  public var lowerEdge: Double { scale * (1 - aspect.squareRoot()) * (1 - aspect.squareRoot()) }
  public var upperEdge: Double { scale * (1 + aspect.squareRoot()) * (1 + aspect.squareRoot()) }

  /// The law whose median is that of the eigenvalues, which a few large ones do not move (Gavish and Donoho, The optimal hard threshold
  /// for singular values is 4/sqrt(3), 2014, section III.E). Nil where the median is zero.
  /// - Parameter eigenvalues: Of the Gram matrix of a matrix [rows, columns] in any order, all min(rows, columns) of them.
  public init?(fitting eigenvalues: [Double], rows: Int, columns: Int) {
    let sorted = eigenvalues.sorted()
    guard let middle = sorted.isEmpty ? nil : sorted.count / 2 else { return nil }
    let median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    guard median > 0 else { return nil }
    let aspect = Double(min(rows, columns)) / Double(max(rows, columns))
    self.init(aspect: aspect, scale: median / Self.median(ofAspect: aspect))
  }

  /// How far above the edge the largest eigenvalue of noise may lie: the width of the Tracy-Widom law for `count` eigenvalues
  /// (Johnstone, 2001), two of them, below which 99 % of noise stays.
  public func fluctuation(of count: Int) -> Double {
    let larger = Double(count) / aspect
    let (n, m) = (larger.squareRoot(), Double(count).squareRoot())
    return 2 * (scale / larger) * (n + m) * pow(1 / n + 1 / m, 1.0 / 3)
  }

  /// The median of the law of scale 1.
  static func median(ofAspect aspect: Double) -> Double {
    var (low, high) = (0.0, Double.pi / 2)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if share(below: middle, aspect) < 0.5 { low = middle } else { high = middle }
    }
    return point((low + high) / 2, aspect)
  }

  /// x = a + (b - a) sin² angle runs over the law's support and takes the roots out of its density.
  private static func point(_ angle: Double, _ aspect: Double) -> Double {
    let root = aspect.squareRoot()
    let (a, b) = ((1 - root) * (1 - root), (1 + root) * (1 + root))
    return a + (b - a) * sin(angle) * sin(angle)
  }

  /// By Simpson's rule.
  private static func share(below angle: Double, _ aspect: Double) -> Double {
    let steps = 400
    let width = angle / Double(steps)
    let root = aspect.squareRoot()
    let span = 4 * root
    func density(_ angle: Double) -> Double {
      // As aspect goes to 1 the law begins at 0, where sin² cancels.
      let (s, c) = (sin(angle), cos(angle))
      let x = point(angle, aspect)
      return x > 0 ? span * span * s * s * c * c / (.pi * aspect * x) : span * c * c / (.pi * aspect)
    }
    var sum = density(0) + density(angle)
    for step in 1..<steps { sum += (step % 2 == 1 ? 4 : 2) * density(Double(step) * width) }
    return sum * width / 3
  }
}
