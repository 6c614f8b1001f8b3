import CKernels
import Tensors
import Testing

@testable import Neighbors

/// Each kernel against a plain loop in Double, over awkward sizes, for every level of vector instructions.
@Suite struct KernelTests {
  static let sizes = [(1, 1, 1), (5, 16, 2), (12, 33, 3), (97, 31, 7), (191, 200, 50), (96, 192, 64), (13, 100, 131)]

  /// Points with a few coordinates equal, so that Hamming has something to count.
  private func pointSet(_ count: Int, _ dimensions: Int, seed: UInt64) -> PointSet {
    var noise = Noise(seed)
    let set = PointSet(uninitialized: count, dimensions: dimensions)
    for i in 0..<count {
      for k in 0..<set.stride { set.row(i)[k] = k < dimensions ? (noise.next() * 8).rounded() / 4 + Float(k % 3) : 0 }
    }
    return set
  }

  /// The same with ever smaller coordinates, which kernels take in stages.
  private func unevenPointSet(_ count: Int, _ dimensions: Int, seed: UInt64) -> PointSet {
    let set = pointSet(count, dimensions, seed: seed)
    for i in 0..<count {
      var scale: Float = 1
      for k in 0..<dimensions {
        set.row(i)[k] *= scale
        scale *= 0.85
      }
    }
    return set
  }

  private func score(_ metric: Metric, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ dimensions: Int) -> Double {
    var total = 0.0
    for k in 0..<dimensions {
      let (a, b) = (Double(x[k]), Double(y[k]))
      switch metric {
      case .euclidean, .cosine, .correlation: total -= (a - b) * (a - b) / 2
      case .innerProduct: total += a * b
      case .manhattan: total -= abs(a - b)
      case .chebyshev: total = min(total, -abs(a - b))
      case .hamming: total -= a == b ? 0 : 1
      }
    }
    return total
  }

  private func makeMeasure(_ metric: Metric, _ queries: PointSet, _ references: PointSet) -> ExactMeasure {
    ExactMeasure(
      metric: metric.kernel, queries: queries.rows.pointer, references: references.rows.pointer, queryStride: queries.stride,
      referenceStride: references.stride, order: Buffer((0..<Int32(references.count)).map { $0 }),
      relativeAllowance: 1e-5, reach: nil)
  }

  /// What each query was offered, with buffers so large that nothing is pruned.
  private func offers(
    _ kernel: some BlockKernel, rows: Range<Int>, columns: Range<Int>, mutual: Bool, measure: ExactMeasure, count: Int
  ) -> [[Int32: Float]] {
    let pool = CandidatePool(
      rows: 0..<count, places: Search.wholeUnits(count), wanted: 2_000, measure: measure, lowest: FATHOM_NEIGHBOR_LOWEST)
    return withExtendedLifetime((pool, measure)) {
      kernel.search(rows: rows, columns: columns, mutual: mutual, pool: pool)
      let view = pool.kernelView
      return (0..<count).map { slot in
        var offered: [Int32: Float] = [:]
        for at in 0..<Int(view.counts[slot]) {
          let place = slot * Int(view.capacity) + at
          #expect(offered.updateValue(view.scores[place], forKey: view.positions[place]) == nil, "offered twice")
        }
        return offered
      }
    }
  }

  private func kernels(_ metric: Metric, _ queries: PointSet, _ references: PointSet, _ level: InstructionSet) -> [any BlockKernel] {
    guard metric.isProduct else { return [DistanceTiles(metric: metric.kernel, queries: queries, references: references)] }
    let centre = metric == .innerProduct ? nil : references.middle()
    let halves = metric == .innerProduct ? nil : (queries.halfNorms(from: centre), references.halfNorms(from: centre))
    let fused = FusedProducts(
      queries: queries, references: references, centre: centre, isSquared: metric != .innerProduct, instructionSet: level)
    #expect((fused != nil) == (level >= .avx2), "the level's own kernel is the one that runs")
    let tiles = ProductTiles(queries: queries, references: references, centre: centre, halves: halves)
    return fused.map { [$0, tiles] } ?? [tiles]
  }

  @Test(arguments: [Metric.euclidean, .innerProduct, .manhattan, .chebyshev, .hamming], levels)
  func blocksOfferEveryPairWithItsScore(metric: Metric, level: InstructionSet) {
    for ((rows, columns, dimensions), make) in Self.sizes.flatMap({ size in [(size, pointSet), (size, unevenPointSet)] }) {
      let (queries, references) = (make(rows, dimensions, 1), make(columns, dimensions, 2))
      let measure = makeMeasure(metric, queries, references)
      for kernel in kernels(metric, queries, references, level) {
        let found = withExtendedLifetime((queries, references)) {
          offers(kernel, rows: 0..<rows, columns: 0..<columns, mutual: false, measure: measure, count: rows)
        }
        var worst = 0.0
        for i in 0..<rows {
          #expect(found[i].count == columns, "\(kernel)")
          for (j, value) in found[i] {
            let expected = score(metric, queries.row(i), references.row(Int(j)), dimensions)
            worst = max(worst, abs(Double(value) - expected) / Double(dimensions))
          }
        }
        #expect(worst < 2e-6)
      }
    }
  }

  @Test(arguments: [Metric.euclidean, .innerProduct, .manhattan], levels)
  func mutualBlocksOfferPairsToBoth(metric: Metric, level: InstructionSet) {
    let unit = Search.blockUnit
    for (count, dimensions) in [(unit + 1, 5), (unit + 50, 50), (2 * unit, 9)] {
      let points = pointSet(count, dimensions, seed: 3)
      let measure = makeMeasure(metric, points, points)
      for kernel in kernels(metric, points, points, level) {
        let found = withExtendedLifetime(points) {
          offers(kernel, rows: 0..<unit, columns: unit..<count, mutual: true, measure: measure, count: count)
        }
        for i in 0..<count {
          let others = i < unit ? unit..<count : 0..<unit
          #expect(Set(found[i].keys) == Set(others.map(Int32.init)))
          for (j, value) in found[i] {
            let expected = score(metric, points.row(i), points.row(Int(j)), dimensions)
            #expect(abs(Double(value) - expected) < 2e-6 * Double(dimensions))
          }
        }
      }
    }
  }

  @Test(arguments: [Metric.euclidean, .innerProduct, .manhattan, .chebyshev, .hamming])
  func exactScores(metric: Metric) {
    for (rows, columns, dimensions) in Self.sizes {
      let (queries, references) = (pointSet(rows, dimensions, seed: 4), pointSet(columns, dimensions, seed: 5))
      let measure = makeMeasure(metric, queries, references)
      let pool = CandidatePool(rows: 0..<rows, places: rows, wanted: 1, measure: measure, lowest: FATHOM_NEIGHBOR_LOWEST)
      let positions = (0..<Int32(columns)).reversed().map { $0 }
      var scores = [Float](repeating: 0, count: columns)
      withExtendedLifetime((queries, references, measure, pool)) {
        withUnsafePointer(to: pool.kernelView) {
          fathom_neighbors_exact($0, Int32(rows - 1), positions, Int32(columns), &scores)
        }
        for (position, value) in zip(positions, scores) {
          let expected = score(metric, queries.row(rows - 1), references.row(Int(position)), dimensions)
          #expect(abs(Double(value) - expected) < 1e-6 * Double(dimensions))
        }
      }
    }
  }

  @Test(arguments: [1, 6, 12, 16, 32])
  func packing(width: Int) {
    for (count, dimensions) in [(1, 1), (35, 3), (64, 50)] {
      let points = pointSet(count, dimensions, seed: 6)
      let centre = (0..<dimensions).map { Float($0) / 2 }
      let packed = points.packed(width: width, centre: centre, multiple: 96)
      for i in 0..<Search.wholeUnits(count) {
        for k in 0..<dimensions {
          let expected = i < count ? points.row(i)[k] - centre[k] : 0
          #expect(packed.pointer[i / width * width * dimensions + k * width + i % width] == expected)
        }
      }
    }
  }

  /// Pruning may keep more than the wanted ones but must keep those, and its bound must let in everything that still could be one.
  @Test(arguments: [1, 5, 91, 300])
  func pruningKeepsTheBest(wanted: Int) {
    let capacity = CandidatePool.capacity(wanted: wanted)
    for ties in [1, 4, 1_000_000] {
      var noise = Noise(UInt64(wanted + ties))
      let count = capacity - 3
      // One coordinate each, and a query at 0: the score is -x^2 / 2, and some points share it.
      let references = PointSet(uninitialized: count, dimensions: 1)
      for i in 0..<count { references.row(i).update(repeating: 0, count: 8) }
      for i in 0..<count { references.row(i)[0] = ties == 1_000_000 ? 3 : (noise.next() * Float(count / ties)).rounded() }
      let query = PointSet(uninitialized: 1, dimensions: 1)
      query.row(0).update(repeating: 0, count: 8)
      let measure = makeMeasure(.euclidean, query, references)
      let pool = CandidatePool(rows: 0..<1, places: 1, wanted: wanted, measure: measure, lowest: FATHOM_NEIGHBOR_LOWEST)
      withExtendedLifetime((references, query, measure, pool)) {
        let view = pool.kernelView
        let scores = (0..<count).map { -references.row($0)[0] * references.row($0)[0] / 2 }
        for i in 0..<count { (view.scores[i], view.positions[i]) = (scores[i], Int32(i)) }
        view.counts[0] = Int32(count)
        withUnsafePointer(to: view) { fathom_neighbors_prune($0, 0) }
        let best = (0..<count).sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(wanted)
        let kept = (0..<Int(view.counts[0])).map { Int(view.positions[$0]) }
        #expect(Set(kept).isSuperset(of: best))
        #expect(kept.count <= wanted + (capacity - wanted) / 2)
        #expect(view.bounds[0] <= scores[best.last!])
      }
    }
  }

  @Test func rankCounting() {
    var noise = Noise(11)
    let scores = (0..<203).map { _ in (noise.next() * 20).rounded() }
    let targets: [Int32] = [0, 7, 100, 101, 202, 300, 3]
    let limits = targets.map { $0 < 203 ? scores[Int($0)] : 2 }
    for (first, count) in [(0, 203), (1, 202), (100, 1), (50, 97)] {
      var ranks = [Int32](repeating: 1, count: targets.count)
      fathom_neighbors_count_before(
        Array(scores[first..<first + count]), Int32(first), Int32(count), 60, targets, limits, Int32(targets.count), &ranks)
      let expected = zip(targets, limits).map { target, limit in
        1 + (first..<first + count).count { $0 != 60 && (-scores[$0], $0) < (-limit, Int(target)) }
      }
      #expect(ranks.map(Int.init) == expected)
    }
  }
}
