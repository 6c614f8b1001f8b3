internal import CKernels

/// How far apart two points are.
public enum Metric: String, Sendable, CaseIterable {
  /// The length of x - y.
  case euclidean
  /// 1 - cos(x, y). A row of zeros is at distance 0 from another one and at distance 1 from all the rest.
  case cosine
  /// 1 - the correlation of x and y: the cosine distance after each row's mean is subtracted.
  case correlation
  /// -⟨x, y⟩: the neighbours are those with the largest product. Not a metric in the mathematical sense.
  case innerProduct
  /// The sum of |x - y|.
  case manhattan
  /// The largest |x - y|.
  case chebyshev
  /// The fraction of coordinates that differ.
  case hamming
}

extension Metric {
  /// The kernels' name of what they score; cosine and correlation are squared Euclidean distances of rows of length 1.
  var kernel: fathom_neighbor_metric {
    switch self {
    case .euclidean, .cosine, .correlation: FATHOM_NEIGHBOR_SQUARED
    case .innerProduct: FATHOM_NEIGHBOR_PRODUCT
    case .manhattan: FATHOM_NEIGHBOR_MANHATTAN
    case .chebyshev: FATHOM_NEIGHBOR_CHEBYSHEV
    case .hamming: FATHOM_NEIGHBOR_HAMMING
    }
  }

  /// Whether a matrix product gives the scores.
  var isProduct: Bool {
    switch self {
    case .euclidean, .cosine, .correlation, .innerProduct: true
    case .manhattan, .chebyshev, .hamming: false
    }
  }
}
