internal import LinearAlgebra
internal import Tensors

/// The first eigenvectors of the affinity graph's random walk after the constant one, at the scale at which optimisation starts.
///
/// They are those of the normalised matrix D^-1/2 P D^-1/2 times D^-1/2. Small graphs are decomposed densely, large ones by subspace
/// iteration: a block of vectors is multiplied by a Chebyshev polynomial of the matrix, which magnifies what lies above the block's
/// smallest Ritz value, and is then rotated to the Ritz vectors. A block, since a graph of several parts has the eigenvalue 1 several
/// times.
struct SpectralInitialization {
  var dimensions: Int
  var seed: UInt64

  private static let denseLimit = 500
  private static let polynomialDegree = 12
  private static let maximumRounds = 25
  private static let tolerance = 1e-4

  /// Shape [n, dimensions].
  func map(of affinities: Affinities) throws -> Tensor<Float> {
    let count = affinities.count
    var map = Tensor<Float>.zeros([count, dimensions])
    let wanted = min(dimensions + 1, count)
    if wanted > 1 {
      let graph = NormalizedGraph(affinities)
      let vectors = try count <= Self.denseLimit ? dense(graph, wanted) : iterated(graph, wanted)
      map.withUnsafeMutableBufferPointer { map in
        for (d, vector) in vectors.dropFirst().enumerated() {
          for row in 0..<count { map[row * dimensions + d] = Float(vector[row]) * graph.inverseRoots[row] }
        }
      }
    }
    InitialScale.apply(to: &map, seed: seed)
    return map
  }

  /// The eigenvectors of the largest eigenvalues, the largest first.
  private func dense(_ graph: NormalizedGraph, _ wanted: Int) throws -> [[Double]] {
    let count = graph.count
    var matrix = Tensor<Double>.zeros([count, count])
    matrix.withUnsafeMutableBufferPointer { matrix in
      for row in 0..<count { graph.forEachEntry(of: row) { matrix[row * count + $0] = Double($1) } }
    }
    let rows = try eigenSymmetric(matrix, largest: wanted).vectorRows.scalars
    return (0..<wanted).reversed().map { Array(rows[$0 * count..<($0 + 1) * count]) }
  }

  private func iterated(_ graph: NormalizedGraph, _ wanted: Int) throws -> [[Double]] {
    var block = VectorBlock(random: graph.count, atLeast: wanted + 4, seed: seed)
    block.setFirst { 1 / graph.inverseRoots[$0] }
    var lowest = 0.0
    for _ in 0..<Self.maximumRounds {
      block = filtered(block, graph, below: lowest)
      block.orthonormalize()
      let product = graph.multiplied(block)
      let ritz = try eigenSymmetric(block.innerProducts(with: product))
      let values = Array(ritz.values.scalars.reversed())
      let rotation = Array(ritz.vectorRows.scalars)
      block.rotate(rotation)
      product.rotate(rotation)
      lowest = min(values.last!, 0.999)
      let residuals = product.distances(to: block, scaledBy: values)
      if residuals.prefix(wanted).allSatisfy({ $0 < Self.tolerance }) { break }
    }
    return (0..<wanted).map { block.column($0) }
  }

  /// The block times the Chebyshev polynomial that is at most 1 on eigenvalues from -1 to `cut` and grows fastest above.
  private func filtered(_ block: VectorBlock, _ graph: NormalizedGraph, below cut: Double) -> VectorBlock {
    let (center, halfWidth) = (Float((cut - 1) / 2), Float((cut + 1) / 2))
    var previous = block
    var current = graph.multiplied(block)
    current.combine(1 / halfWidth, -center / halfWidth, block)
    for _ in 1..<Self.polynomialDegree {
      let next = graph.multiplied(current)
      next.combine(2 / halfWidth, -2 * center / halfWidth, current)
      next.combine(1, -1, previous)
      // The leading eigenvalue's factor grows with the degree; only directions matter.
      (previous, current) = (current, next)
    }
    return current
  }
}
