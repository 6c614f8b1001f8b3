/// How t-SNE's repulsive forces are computed.
public enum GradientMethod: String, Sendable, CaseIterable {
  /// Exact for few points, interpolated for many in one or two dimensions, Barnes-Hut for many in three.
  case automatic
  /// All pairs of points. O(n²).
  case exact
  /// A tree of cells, distant ones taken as one body. 1 to 3 dimensions. O(n log n).
  case barnesHut
  /// One charge a point on a grid, convolved by FFT. 1 or 2 dimensions. O(n) and what the grid takes.
  case interpolated

  /// The methods' names in words.
  public var title: String {
    switch self {
    case .automatic: "automatic"
    case .exact: "exact"
    case .barnesHut: "Barnes-Hut"
    case .interpolated: "FFT interpolation"
    }
  }

  /// Above this, in one or two dimensions, a grid is faster than all pairs.
  static let exactLimit = 2_000
  /// Above this, in three dimensions, the tree is faster than all pairs.
  static let exactSpatialLimit = 1_500

  /// What `.automatic` means for so many points, or what is asked for.
  func resolved(count: Int, dimensions: Int) -> GradientMethod {
    guard self == .automatic else { return self }
    switch dimensions {
    case 1, 2: return count <= Self.exactLimit ? .exact : .interpolated
    case 3: return count <= Self.exactSpatialLimit ? .exact : .barnesHut
    default: return .exact
    }
  }
}

/// The smallest box, its sides parallel to the axes, that holds all points.
struct BoundingBox: Sendable, Equatable {
  var lower: [Float]
  var upper: [Float]

  /// The longest side.
  var span: Float { zip(upper, lower).map { $0 - $1 }.max() ?? 0 }
}

/// A way to compute the repulsive forces.
protocol Repulsion: AnyObject {
  /// What later results depend on beside the points, as numbers to be saved and set again: a zero if nothing.
  var memory: [Float] { get set }

  /// Writes Σ_j w_ij^((ν+1)/ν) (y_i - y_j) for every point i, where w = (1 + d²/ν)^-ν and ν is the tail's degrees of freedom, and
  /// returns the normaliser Z = Σ_{i≠j} w_ij.
  ///
  /// - Parameter points: [count, dimensions], inside `box`; `forces` has the same shape.
  func evaluate(points: UnsafePointer<Float>, count: Int, box: BoundingBox, forces: UnsafeMutablePointer<Float>) -> Double
}

extension Repulsion {
  var memory: [Float] {
    get { [0] }
    set {}
  }
}
