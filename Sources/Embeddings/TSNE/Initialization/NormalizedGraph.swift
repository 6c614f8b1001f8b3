internal import Tensors

/// D^-1/2 P D^-1/2 for affinities P with row sums D: its largest eigenvalue is 1.
struct NormalizedGraph {
  let affinities: Affinities
  /// The diagonal of D^-1/2; 0 for points without any affinity.
  let inverseRoots: AlignedBuffer<Float>

  var count: Int { affinities.count }

  init(_ affinities: Affinities) {
    self.affinities = affinities
    let inverseRoots = AlignedBuffer<Float>(count: affinities.count)
    Parallel.forEachRange(of: affinities.count, grain: 4_096) { _, range in
      for row in range {
        var sum: Float = 0
        for entry in Int(affinities.rowStarts[row])..<Int(affinities.rowStarts[row + 1]) { sum += affinities.values[entry] }
        inverseRoots[row] = sum > 0 ? 1 / sum.squareRoot() : 0
      }
    }
    self.inverseRoots = inverseRoots
  }

  func forEachEntry(of row: Int, _ body: (Int, Float) -> Void) {
    for entry in Int(affinities.rowStarts[row])..<Int(affinities.rowStarts[row + 1]) {
      let column = Int(affinities.columns[entry])
      body(column, affinities.values[entry] * inverseRoots[row] * inverseRoots[column])
    }
  }

  /// The matrix times a block of vectors.
  func multiplied(_ block: VectorBlock) -> VectorBlock {
    let result = VectorBlock(count: block.count, panels: block.panels)
    let (affinities, inverseRoots, panels) = (affinities, inverseRoots, block.panels)
    Parallel.forEachRange(of: block.count, grain: 512) { _, range in
      for row in range {
        for panel in 0..<panels { result.values[row * panels + panel] = .zero }
        for entry in Int(affinities.rowStarts[row])..<Int(affinities.rowStarts[row + 1]) {
          let column = Int(affinities.columns[entry])
          let weight = affinities.values[entry] * inverseRoots[row] * inverseRoots[column]
          for panel in 0..<panels { result.values[row * panels + panel] += weight * block.values[column * panels + panel] }
        }
      }
    }
    return result
  }
}
