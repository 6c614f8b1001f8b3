/// The loops of a reduction: some axes of a layout are kept, one result for each position in them, the others are reduced.
public struct ReductionLoops: Sendable {
  /// Evenly strided axes, outermost first, merged where that changes nothing. Never without an axis.
  struct Axes: Sendable {
    private(set) var extents: [Int] = []
    private(set) var strides: [Int] = []
    let count: Int

    init(_ layout: Layout, _ axes: [Int]) {
      count = axes.reduce(1) { $0 * layout.shape[$1] }
      for axis in axes where layout.shape[axis] != 1 {
        let (extent, step) = (layout.shape[axis], layout.strides[axis])
        if let outer = strides.last, outer == step * extent {
          extents[extents.count - 1] *= extent
          strides[strides.count - 1] = step
        } else {
          extents.append(extent)
          strides.append(step)
        }
      }
      if extents.isEmpty { (extents, strides) = ([1], [0]) }
    }

    var innerExtent: Int { extents[extents.count - 1] }
    var innerStride: Int { strides[strides.count - 1] }

    /// Where the element with this number in row-major order stands.
    func offset(of number: Int) -> Int {
      var rest = number
      var offset = 0
      for axis in stride(from: extents.count - 1, through: 0, by: -1) {
        offset += rest % extents[axis] * strides[axis]
        rest /= extents[axis]
      }
      return offset
    }

    /// Calls `body` with each innermost line, or part of one, that holds elements of `range`: offset, length, number of the first.
    @inline(__always)
    func forEachLine(in range: Range<Int>, _ body: (_ offset: Int, _ count: Int, _ first: Int) -> Void) {
      let length = innerExtent
      var first = range.lowerBound
      while first < range.upperBound {
        let part = min(range.upperBound - first, length - first % length)
        body(offset(of: first), part, first)
        first += part
      }
    }
  }

  let kept: Axes
  let reduced: Axes
  let offset: Int

  /// - Parameter ordered: Whether the reduced elements must come in row-major order; if not, they come as they lie in memory.
  init(_ layout: Layout, reducing axes: [Int], ordered: Bool) {
    kept = Axes(layout, (0..<layout.shape.rank).filter { !axes.contains($0) })
    reduced = Axes(layout, ordered ? axes : axes.sorted { abs(layout.strides[$0]) > abs(layout.strides[$1]) })
    offset = layout.offset
  }
}

/// How elements become one result, with the partial results between.
protocol Reducer<Element, Result> {
  associatedtype Element: BitwiseCopyable
  associatedtype Partial: BitwiseCopyable
  associatedtype Result: BitwiseCopyable

  var identity: Partial { get }

  /// The reducer of the result with this number.
  func forResult(_ number: Int) -> Self

  /// What `count` elements, the first of them with the number `first`, make.
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Partial

  func accumulate(_ partial: inout Partial, _ element: Element, number: Int)

  /// `later` comes from elements with higher numbers.
  func merge(_ partial: inout Partial, _ later: Partial)

  func result(_ partial: Partial) -> Result
}

extension Reducer {
  @inline(__always)
  func forResult(_ number: Int) -> Self { self }
}

extension ReductionLoops {
  /// Elements in a piece of work.
  private static var grain: Int { 1 << 17 }
  /// Results side by side in memory that are worked on together when their elements stand further apart than they do.
  private static var tile: Int { 256 }
  /// Pieces that the elements of one result are cut into at most.
  private static var mostPieces: Int { 256 }
  /// Partial results are added up in blocks of this many, so that rounding errors grow with the number of blocks.
  private static var block: Int { 128 }

  /// Where the elements of one result stand further apart than neighbouring results do: then whole rows are accumulated.
  private var isColumnwise: Bool {
    kept.innerExtent >= 4 && abs(kept.innerStride) < abs(reduced.innerStride)
  }

  /// Pieces of work and their order depend on the shape alone.
  @inline(never)
  func run<R: Reducer>(
    _ source: UnsafePointer<R.Element>, into results: UnsafeMutablePointer<R.Result>, _ reducer: R
  ) {
    if kept.count == 0 { return }
    let elements = kept.count * reduced.count
    let unit = isColumnwise ? Self.tile : 1
    let units = isColumnwise ? kept.count / kept.innerExtent * Parallel.chunkCount(of: kept.innerExtent, grain: unit) : kept.count
    if elements <= 2 * Self.grain || units >= 64 {
      let grain = max(1, units * Self.grain / max(elements, 1))
      Parallel.forEachRange(of: units, grain: grain) { _, range in
        part(source, units: range, 0..<reduced.count, reducer) { results[$0] = reducer.result($1) }
      }
      return
    }
    // Few results of many elements: pieces of the elements, whose partial results are merged in order. Not so many that the partial
    // results would fill the memory.
    let length = max(Self.grain / kept.count, Parallel.chunkCount(of: reduced.count, grain: Self.mostPieces))
    let pieces = Parallel.chunkCount(of: reduced.count, grain: length)
    withUnsafeTemporaryAllocation(of: R.Partial.self, capacity: pieces * kept.count) { partials in
      Parallel.forEachRange(of: reduced.count, grain: length) { piece, range in
        part(source, units: 0..<units, range, reducer) { (partials.baseAddress! + (piece * kept.count + $0)).initialize(to: $1) }
      }
      for number in 0..<kept.count {
        let reducer = reducer.forResult(number)
        var total = partials[number]
        for piece in 1..<pieces { reducer.merge(&total, partials[piece * kept.count + number]) }
        results[number] = reducer.result(total)
      }
    }
  }

  @inline(never)
  private func part<R: Reducer>(
    _ source: UnsafePointer<R.Element>, units: Range<Int>, _ range: Range<Int>, _ reducer: R,
    _ store: (Int, R.Partial) -> Void
  ) {
    if isColumnwise {
      columns(source, units: units, range, reducer, store)
    } else {
      for number in units { store(number, rows(source + (offset + kept.offset(of: number)), range, reducer.forResult(number))) }
    }
  }

  /// One result, line by line.
  private func rows<R: Reducer>(_ source: UnsafePointer<R.Element>, _ range: Range<Int>, _ reducer: R) -> R.Partial {
    if range.isEmpty { return reducer.identity }
    let step = reduced.innerStride
    if range.count == reduced.innerExtent {
      return reducer.line(source + reduced.offset(of: range.lowerBound), stride: step, count: range.count, first: range.lowerBound)
    }
    var total = reducer.identity
    var block = reducer.identity
    var lines = 0
    reduced.forEachLine(in: range) { offset, count, first in
      reducer.merge(&block, reducer.line(source + offset, stride: step, count: count, first: first))
      lines += 1
      if lines % Self.block == 0 {
        reducer.merge(&total, block)
        block = reducer.identity
      }
    }
    reducer.merge(&total, block)
    return total
  }

  /// Tiles of neighbouring results, row by row.
  private func columns<R: Reducer>(
    _ source: UnsafePointer<R.Element>, units: Range<Int>, _ range: Range<Int>, _ reducer: R,
    _ store: (Int, R.Partial) -> Void
  ) {
    let tiles = Parallel.chunkCount(of: kept.innerExtent, grain: Self.tile)
    let (down, along) = (reduced.innerStride, kept.innerStride)
    withUnsafeTemporaryAllocation(of: R.Partial.self, capacity: 2 * Self.tile) { memory in
      let total = memory.baseAddress!
      let block = total + Self.tile
      for unit in units {
        let left = unit % tiles * Self.tile
        let width = min(Self.tile, kept.innerExtent - left)
        let first = unit / tiles * kept.innerExtent + left
        let base = source + (offset + kept.offset(of: first))
        for column in 0..<width {
          total[column] = reducer.forResult(first + column).identity
          block[column] = total[column]
        }
        var rows = 0
        reduced.forEachLine(in: range) { offset, count, number in
          for row in 0..<count {
            let elements = base + (offset + row * down)
            if along == 1 {
              for column in 0..<width {
                reducer.forResult(first + column).accumulate(&block[column], elements[column], number: number + row)
              }
            } else {
              for column in 0..<width {
                reducer.forResult(first + column).accumulate(&block[column], elements[column * along], number: number + row)
              }
            }
            rows += 1
            if rows % Self.block == 0 {
              for column in 0..<width {
                let reducer = reducer.forResult(first + column)
                reducer.merge(&total[column], block[column])
                block[column] = reducer.identity
              }
            }
          }
        }
        for column in 0..<width {
          reducer.forResult(first + column).merge(&total[column], block[column])
          store(first + column, total[column])
        }
      }
    }
  }
}

/// Lines along one axis of two layouts of one shape.
public struct StridedLines: Sendable {
  /// The other axes; operands source, result.
  let others: StridedLoops
  let count: Int
  let sourceStride: Int
  let resultStride: Int

  init(_ source: Layout, _ result: Layout, axis: Int) {
    others = StridedLoops(source.removingAxis(axis), result.removingAxis(axis))
    count = source.shape[axis]
    sourceStride = source.strides[axis]
    resultStride = result.strides[axis]
  }

  /// Calls `body` with the offsets of each line's first elements, in parallel.
  @inline(never)
  func forEach(_ body: (_ source: Int, _ result: Int) -> Void) {
    let step = others.rowStrides
    others.forEachRow(grain: max(1, StridedLoops.costlyGrain / max(count, 1))) { offsets, lines in
      for line in 0..<lines { body(offsets[0] + line * step[0], offsets[1] + line * step[1]) }
    }
  }
}
