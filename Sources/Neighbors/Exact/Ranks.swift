internal import CKernels
public import Tensors

extension ExactNeighbors {
  /// Where given points stand when all points are sorted by their distance from another one.
  ///
  /// Distances are measured coordinate by coordinate; equal ones rank by index, as in a ``NeighborGraph``.
  ///
  /// - Parameters:
  ///   - targets: row r names the points whose ranks from `x[rows[r]]` are asked for. Shape [rows.count, m].
  ///   - rows: the points from which distances are measured.
  ///   - x: the points. Shape [n, d].
  /// - Returns: 1 for the nearest other point, n - 1 for the farthest. Shape [rows.count, m].
  /// - Throws: ``NeighborError/notFinite(value:row:column:)``.
  /// - Complexity: O(rows.count · n · (d + m)) time, O(n d) memory.
  public func ranks(of targets: Tensor<Int32>, from rows: [Int], in x: Tensor<Float>) throws(NeighborError) -> Tensor<Int32> {
    precondition(x.rank == 2, "points have shape [n, d], not \(x.shape)")
    precondition(
      targets.rank == 2 && targets.shape[0] == rows.count, "targets of \(rows.count) rows have shape \(targets.shape)")
    let points = try Preparation([x], metric: metric).sets[0]
    let counter = RankCounter(metric: metric.kernel, points: points)
    return targets.withUnsafeBufferPointer { targets in
      let width = rows.isEmpty ? 0 : targets.count / rows.count
      return Tensor<Int32>(uninitialized: [rows.count, width]) { ranks in
        ranks.initialize(repeating: 1)
        guard width > 0 else { return }
        nonisolated(unsafe) let (targets, ranks) = (targets.baseAddress!, ranks.baseAddress!)
        Parallel.forEachRange(of: rows.count, grain: RankCounter.tileRows) { _, range in
          let first = range.lowerBound * width
          counter.count(from: rows[range], targets: targets + first, width: width, ranks: ranks + first)
        }
      }
    }
  }
}

/// Counts, for some rows at a time, the points that come before each target.
private struct RankCounter {
  let metric: fathom_neighbor_metric
  let points: PointSet
  let panels: Buffer<Float>

  static let tileRows = 32
  private static let panelWidth = Int(FATHOM_NEIGHBOR_PANEL)
  private static let blockPoints = 2_048

  init(metric: fathom_neighbor_metric, points: PointSet) {
    self.metric = metric
    self.points = points
    panels = points.packed(width: Self.panelWidth, centre: nil)
  }

  func count(
    from rows: ArraySlice<Int>, targets: UnsafePointer<Int32>, width: Int, ranks: UnsafeMutablePointer<Int32>
  ) {
    let origins = points.gathered(rows.map(Int32.init))
    let targetScores = scores(of: targets, width: width, from: origins)
    let tile = Buffer<Float>(uninitialized: Self.tileRows * Self.blockPoints)
    for first in stride(from: 0, to: points.count, by: Self.blockPoints) {
      let count = min(Self.blockPoints, points.count - first)
      fathom_neighbors_scores(
        metric, origins.row(0), origins.stride, Int32(origins.count), panels.pointer + first * points.dimensions,
        Int32((count + Self.panelWidth - 1) / Self.panelWidth), Int32(points.dimensions), tile.pointer, Self.blockPoints)
      for (r, row) in rows.enumerated() {
        fathom_neighbors_count_before(
          tile.pointer + r * Self.blockPoints, Int32(first), Int32(count), Int32(row), targets + r * width,
          targetScores.pointer + r * width, Int32(width), ranks + r * width)
      }
    }
  }

  /// The scores of each row's targets, by the kernel that scores the blocks, so that equal distances compare equal.
  private func scores(of targets: UnsafePointer<Int32>, width: Int, from origins: PointSet) -> Buffer<Float> {
    let panelCount = (width + Self.panelWidth - 1) / Self.panelWidth
    let scores = Buffer<Float>(uninitialized: origins.count * width + panelCount * Self.panelWidth)
    for r in 0..<origins.count {
      let packed = points.gathered((0..<width).map { targets[r * width + $0] }).packed(width: Self.panelWidth, centre: nil)
      // Whole panels are written: the next row overwrites what is beyond this one's targets.
      fathom_neighbors_scores(
        metric, origins.row(r), origins.stride, 1, packed.pointer, Int32(panelCount), Int32(points.dimensions),
        scores.pointer + r * width, panelCount * Self.panelWidth)
    }
    return scores
  }
}
