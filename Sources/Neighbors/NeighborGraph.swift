public import Tensors

/// The k nearest neighbours of each of n points.
///
/// A row is in ascending order of distance, equal distances in ascending order of index; where several points share the last
/// distance, those of lower index are taken.
public struct NeighborGraph: Sendable {
  /// Which points: row i names the neighbours of point i. Shape [n, k].
  public var indices: Tensor<Int32>
  /// How far they are, in the metric's unit (Euclidean distances are not squared). Shape [n, k].
  public var distances: Tensor<Float>

  public init(indices: Tensor<Int32>, distances: Tensor<Float>) {
    precondition(
      indices.rank == 2 && indices.shape == distances.shape,
      "a graph needs indices and distances of one shape [n, k], not \(indices.shape) and \(distances.shape)")
    self.indices = indices
    self.distances = distances
  }

  /// The number of points, n.
  public var count: Int { indices.shape[0] }

  /// The neighbours of each point.
  public var k: Int { indices.shape[1] }
}

extension NeighborGraph {
  /// The neighbours of some of the points, in the order named.
  public func rows(_ rows: [Int]) -> NeighborGraph {
    NeighborGraph(indices: Self.gather(indices, rows), distances: Self.gather(distances, rows))
  }

  private static func gather<Scalar>(_ table: Tensor<Scalar>, _ rows: [Int]) -> Tensor<Scalar> {
    let width = table.shape[1]
    return Tensor(uninitialized: [rows.count, width]) { gathered in
      table.withUnsafeBufferPointer { table in
        for (r, row) in rows.enumerated() {
          for j in 0..<width { gathered[r * width + j] = table[row * width + j] }
        }
      }
    }
  }
}
