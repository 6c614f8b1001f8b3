/// A planned pass whose result is images: the forward pass, or the gradient of the input.
protocol ImagePass<Scalar>: Sendable {
  associatedtype Scalar: FloatingScalar
  var workspaceCount: Int { get }

  /// target = `source` convolved, plus a bias for each channel of the target; added to what is there if `accumulate`.
  func run(
    _ source: UnsafePointer<Scalar>, filters: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
    into target: UnsafeMutablePointer<Scalar>, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>)
}

/// A planned pass whose results are the gradients of filters and bias.
protocol FilterGradientPass<Scalar>: Sendable {
  associatedtype Scalar: FloatingScalar
  var workspaceCount: Int { get }

  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>, into filterGradient: UnsafeMutablePointer<Scalar>,
    bias biasGradient: UnsafeMutablePointer<Scalar>?, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>)
}

/// Sums over the batch, formed in ranges of the work, each in memory of its own, and added in the order of the ranges.
struct RangeSums<Scalar: FloatingScalar>: Sendable {
  /// Pieces of work, how many of them a range has, and how many ranges there are.
  let pieceCount: Int
  private let grain: Int
  let rangeCount: Int
  /// Scalars of one range.
  let stride: Int

  /// Memory for the sums of all ranges, in bytes; at least two ranges there are.
  private static var budget: Int { 32 << 20 }

  /// `count` sums over `pieces` pieces of work.
  init(count: Int, pieces: Int) {
    stride = roundedToLines(count)
    pieceCount = pieces
    let fitting = max(2, Self.budget / (stride * MemoryLayout<Scalar>.stride))
    let wanted = max(1, min(16, fitting, pieces))
    grain = max(1, (pieces + wanted - 1) / wanted)
    rangeCount = max(1, (pieces + grain - 1) / grain)
  }

  var memoryCount: Int { rangeCount * stride }
  func pieces(ofRange range: Int) -> Range<Int> { range * grain..<min((range + 1) * grain, pieceCount) }

  /// target[count] = the sums from `first` on; added to what is there if `accumulate`. The target may be the first range itself.
  func combine(
    _ sums: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>, first: Int, count: Int, accumulate: Bool
  ) {
    Parallel.forEachRange(of: count, grain: 4_096) { _, elements in
      let to = target + elements.lowerBound
      for range in 0..<rangeCount {
        let from = sums + range * stride + first + elements.lowerBound
        if range > 0 || accumulate {
          Scalar.axpy(elements.count, alpha: 1, from, strideX: 1, to, strideY: 1)
        } else if from != UnsafePointer(to) {
          to.update(from: from, count: elements.count)
        }
      }
    }
  }
}

/// Rounded up to whole cache lines of the widest vectors, in scalars.
func roundedToLines(_ count: Int) -> Int { (count + 31) / 32 * 32 }
