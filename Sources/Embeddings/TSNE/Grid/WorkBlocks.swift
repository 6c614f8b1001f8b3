internal import Synchronization
internal import Tensors

/// One scratch column block per thread, lent for a loop's body.
///
/// Few blocks that are used again and again stay in the caches. Which block a body gets never shows in its results.
final class WorkBlocks: @unchecked Sendable {
  /// Two planes [length, 16].
  struct Block {
    let re: UnsafeMutablePointer<Float>
    let im: UnsafeMutablePointer<Float>
    fileprivate let number: Int
  }

  private let memory = GridBuffer<Float>()
  private let taken = Atomic<UInt64>(0)
  private var count = 0
  private var planeSize = 0

  /// Makes room for blocks of `rows` rows. Not to be called while blocks are lent.
  func reserve(rows: Int) {
    count = Self.countNow
    planeSize = Self.planeSize(rows)
    memory.reserve(count * 2 * planeSize)
  }

  /// What ``reserve(rows:)`` takes.
  static func floatsNeeded(rows: Int) -> Int { countNow * 2 * planeSize(rows) }

  private static var countNow: Int { min(Parallel.threadCount, 64) }

  /// A few rows more than asked for, so that neither the planes nor the blocks lie whole pages apart.
  private static func planeSize(_ rows: Int) -> Int { (rows + 5) * 16 }

  /// Calls `body` with a block whose contents are arbitrary.
  func withBlock(_ body: (Block) -> Void) {
    let number = take()
    defer { taken.bitwiseAnd(~(1 << UInt64(number)), ordering: .releasing) }
    let re = memory.pointer + number * 2 * planeSize
    body(Block(re: re, im: re + planeSize, number: number))
  }

  private func take() -> Int {
    while true {
      let state = taken.load(ordering: .relaxed)
      let number = (~state).trailingZeroBitCount
      // None is free only when the number of threads grew since the blocks were made: then wait for one.
      guard number < count else { continue }
      if taken.compareExchange(expected: state, desired: state | 1 << UInt64(number), ordering: .acquiring).exchanged {
        return number
      }
    }
  }
}
