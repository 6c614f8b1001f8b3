internal import CKernels
internal import Tensors

/// A search that is ready to run: the points in the order of the search, the kernel that scores their blocks, and how pairs are measured
/// in the end.
struct Search {
  let queries: PointSet
  let references: PointSet
  /// The caller's index of each query; nil if it is the position.
  let queryOrder: [Int32]?
  let kernel: any BlockKernel
  let measure: ExactMeasure
  /// Points to a block, a multiple of what the kernel packs together.
  let block: Int
  /// The boxes of the blocks of queries and references, where they say something about scores.
  let boxes: (queries: BlockBoxes, references: BlockBoxes)?
  /// Whether distances are the roots of the scores, and what they are multiplied by.
  let isRoot: Bool
  let unit: Float

  /// Where results go: [queries.count, k] each, by the caller's index.
  struct Output {
    let k: Int
    let indices: UnsafeMutablePointer<Int32>
    let distances: UnsafeMutablePointer<Float>
  }

  /// Beyond this many bytes of buffers a mutual search gives way to one by blocks of queries.
  private static let mutualLimit = 1 << 30

  /// The neighbours of each point among the others, or among all with itself.
  func run(mutualInto output: Output, excludingSelf: Bool = true) {
    let wanted = output.k + (excludingSelf ? 1 : 0)
    guard queries.count * CandidatePool.capacity(wanted: wanted) * 8 <= Self.mutualLimit else {
      return run(into: output, excludingSelf: excludingSelf)
    }
    withPool(rows: 0..<queries.count, wanted: wanted) { pool in
      for round in MutualRounds(queries, block: block).rounds {
        Parallel.forEach(round.count) { pair in
          let (a, b) = round[pair]
          let (rows, columns) = (blockRange(a, of: queries.count), blockRange(b, of: queries.count))
          if let boxes, a != b {
            let highest = boxes.queries.highestScore(a, b, of: boxes.references)
            if highest < 0, highest < min(pool.lowestBound(rows), pool.lowestBound(columns)) { return }
          }
          kernel.search(rows: rows, columns: columns, mutual: a != b, pool: pool)
        }
      }
      Parallel.forEachRange(of: queries.count, grain: 256) { _, rows in
        finish(rows, pool: pool, excludingSelf: excludingSelf, output: output)
      }
    }
  }

  /// The neighbours of each query among the references, which are the same points if it is to be left out itself.
  func run(into output: Output, excludingSelf: Bool = false) {
    Parallel.forEachRange(of: queries.count, grain: block) { number, rows in
      withPool(rows: rows, wanted: output.k + (excludingSelf ? 1 : 0)) { pool in
        for (column, highest) in blocksByPromise(of: number) {
          if highest < 0, highest < pool.lowestBound(rows) { break }
          kernel.search(rows: rows, columns: blockRange(column, of: references.count), mutual: false, pool: pool)
        }
        finish(rows, pool: pool, excludingSelf: excludingSelf, output: output)
      }
    }
  }

  /// The blocks of references in the order to score them for a block of queries, with a score that none of their pairs exceeds: the
  /// nearest first, which tighten the bounds most and let the last ones be left out.
  private func blocksByPromise(of number: Int) -> [(block: Int, highest: Float)] {
    let blocks = Parallel.chunkCount(of: references.count, grain: block)
    guard let boxes else {
      return (0..<blocks).map { (($0 + number) % blocks, 0) }
    }
    return (0..<blocks).map { ($0, boxes.queries.highestScore(number, $0, of: boxes.references)) }
      .sorted { ($0.highest, $1.block) > ($1.highest, $0.block) }
  }

  private func blockRange(_ number: Int, of count: Int) -> Range<Int> {
    number * block..<min((number + 1) * block, count)
  }

  /// Calls `body` with buffers for these queries. They and the points stay in memory until it returns: the kernels hold bare pointers.
  private func withPool(rows: Range<Int>, wanted: Int, _ body: (CandidatePool) -> Void) {
    let pool = CandidatePool(
      rows: rows, places: (rows.count + block - 1) / block * block, wanted: wanted, measure: measure,
      lowest: FATHOM_NEIGHBOR_LOWEST)
    withExtendedLifetime((self, pool)) { body(pool) }
  }

  private func finish(_ rows: Range<Int>, pool: CandidatePool, excludingSelf: Bool, output: Output) {
    let keys = Buffer<UInt64>(uninitialized: 2 * Int(pool.kernelView.capacity))
    for row in rows {
      let index = queryOrder.map { Int($0[row]) } ?? row
      pool.finish(
        row: row, excluding: excludingSelf ? row : nil, k: output.k, isRoot: isRoot, unit: unit, keys: keys,
        indices: output.indices + index * output.k, distances: output.distances + index * output.k)
    }
  }
}
