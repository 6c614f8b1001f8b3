internal import CKernels

/// Scores of the metrics that no matrix product gives.
struct DistanceTiles: BlockKernel {
  let metric: fathom_neighbor_metric
  let queries: PointSet
  let references: PointSet
  /// The references in panels.
  let panels: Buffer<Float>

  static let panelWidth = Int(FATHOM_NEIGHBOR_PANEL)
  private static let tileRows = 64

  init(metric: fathom_neighbor_metric, queries: PointSet, references: PointSet) {
    self.metric = metric
    self.queries = queries
    self.references = references
    panels = references.packed(width: Self.panelWidth, centre: nil)
  }

  func scratchCount(rows: Int, columns: Int) -> Int { Self.tileRows * (columns + Self.panelWidth) }

  func search(
    rows: Range<Int>, columns: Range<Int>, mutual: Bool, pool: CandidatePool, scratch: UnsafeMutablePointer<Float>
  ) {
    let width = Self.panelWidth
    precondition(columns.lowerBound % width == 0, "a block of references begins with a panel")
    let panelCount = (columns.count + width - 1) / width
    withUnsafePointer(to: pool.kernelView) { view in
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.tileRows) {
        let count = Int32(min(Self.tileRows, rows.upperBound - first))
        fathom_neighbors_scores(
          metric, queries.row(first), queries.stride, count, panels.pointer + columns.lowerBound * references.dimensions,
          Int32(panelCount), Int32(references.dimensions), scratch, panelCount * width)
        fathom_neighbors_select(
          view, mutual ? 1 : 0, Int32(first), count, Int32(columns.lowerBound), Int32(columns.count),
          scratch, panelCount * width, nil, nil)
      }
    }
  }
}
