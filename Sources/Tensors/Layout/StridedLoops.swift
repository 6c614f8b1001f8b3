/// The loops of an operation that visits up to four layouts of one shape together, element by element.
///
/// Neighbouring dimensions that every operand walks as one are merged, so that the innermost loop is as long as it can be: over
/// contiguous operands there is one loop. Lane i of a SIMD value belongs to operand i.
public struct StridedLoops: Sendable {
  /// Outermost first; never empty.
  private(set) var extents: [Int] = []
  private(set) var strides: [SIMD4<Int>] = []
  let start: SIMD4<Int>
  let count: Int

  init(_ a: Layout, _ b: Layout, _ c: Layout? = nil, _ d: Layout? = nil) {
    start = SIMD4(a.offset, b.offset, c?.offset ?? 0, d?.offset ?? 0)
    count = a.shape.elementCount
    for axis in 0..<a.shape.rank where a.shape[axis] != 1 {
      let extent = a.shape[axis]
      let step = SIMD4(a.strides[axis], b.strides[axis], c?.strides[axis] ?? 0, d?.strides[axis] ?? 0)
      if let outer = strides.last, outer == step &* extent {
        extents[extents.count - 1] *= extent
        strides[strides.count - 1] = step
      } else {
        extents.append(extent)
        strides.append(step)
      }
    }
    if extents.isEmpty {
      extents = [1]
      strides = [.zero]
    }
  }

  /// How far each operand moves from one element of a row to the next.
  package var rowStrides: SIMD4<Int> { strides[strides.count - 1] }

  /// Calls `body` for every row, or part of one, with the operands' offsets and its length. Parts of `grain` elements run in parallel.
  @inline(never)
  package func forEachRow(grain: Int, _ body: (_ offsets: SIMD4<Int>, _ count: Int) -> Void) {
    Parallel.forEachRange(of: count, grain: grain) { _, range in forEachRow(in: range, body) }
  }

  /// The rows that hold the elements of `range`, numbered in row-major order. Not inlined: a closure call per row is cheap, and a
  /// copy of this in each of some hundred kernels would not be.
  @inline(never)
  package func forEachRow(in range: Range<Int>, _ body: (_ offsets: SIMD4<Int>, _ count: Int) -> Void) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: extents.count) { memory in
      forEachRow(in: range, index: memory.baseAddress!, body)
    }
  }

  /// `index` is memory for the position along each axis.
  private func forEachRow(
    in range: Range<Int>, index: UnsafeMutablePointer<Int>, _ body: (_ offsets: SIMD4<Int>, _ count: Int) -> Void
  ) {
    let inner = extents.count - 1
    let rowLength = extents[inner]
    var offsets = start
    var rest = range.lowerBound
    for axis in stride(from: inner, through: 0, by: -1) {
      (index + axis).initialize(to: rest % extents[axis])
      rest /= extents[axis]
      offsets &+= strides[axis] &* index[axis]
    }
    var left = range.count
    var part = min(left, rowLength - index[inner])
    offsets &-= strides[inner] &* index[inner]
    var first = index[inner]
    while left > 0 {
      body(offsets &+ strides[inner] &* first, part)
      left -= part
      part = min(left, rowLength)
      first = 0
      var axis = inner - 1
      while axis >= 0 {
        index[axis] += 1
        offsets &+= strides[axis]
        if index[axis] < extents[axis] { break }
        offsets &-= strides[axis] &* extents[axis]
        index[axis] = 0
        axis -= 1
      }
    }
  }
}

// MARK: - Elementwise loops

extension StridedLoops {
  /// Elements in a part of a cheap operation, and of one that costs some dozen cycles for each element.
  static var cheapGrain: Int { 1 << 15 }
  static var costlyGrain: Int { 1 << 12 }

  /// result[i] = f(a[i]); operands a, result. The result may be a itself.
  @inline(__always)
  func map<A, Result>(
    _ a: UnsafePointer<A>, into result: UnsafeMutablePointer<Result>, grain: Int = cheapGrain, _ f: (A) -> Result
  ) {
    let step = rowStrides
    forEachRow(grain: grain) { offsets, count in
      let (a, result) = (a + offsets[0], result + offsets[1])
      if step[0] == 1 && step[1] == 1 {
        for i in 0..<count { result[i] = f(a[i]) }
      } else {
        for i in 0..<count { result[i &* step[1]] = f(a[i &* step[0]]) }
      }
    }
  }

  /// Runs a kernel for contiguous memory, `kernel(a, result, count)`, over rows of any stride: those with gaps by way of a buffer, so that
  /// every element goes through the same code. Operands a, result.
  func mapRows<Scalar: BitwiseCopyable>(
    _ a: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>, grain: Int,
    _ kernel: (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int) -> Void
  ) {
    let step = rowStrides
    if step[0] == 1 && step[1] == 1 {
      forEachRow(grain: grain) { kernel(a + $0[0], result + $0[1], $1) }
      return
    }
    let room = 256
    forEachRow(grain: grain) { offsets, count in
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: room) { memory in
        let buffer = memory.baseAddress!
        for start in stride(from: 0, to: count, by: room) {
          let part = min(room, count - start)
          let (from, to) = (a + (offsets[0] + start * step[0]), result + (offsets[1] + start * step[1]))
          for i in 0..<part { (buffer + i).initialize(to: from[i &* step[0]]) }
          kernel(buffer, buffer, part)
          for i in 0..<part { to[i &* step[1]] = buffer[i] }
        }
      }
    }
  }

  /// result[i] = f(a[i], b[i]); operands a, b, result. The result may be a or b itself.
  @inline(__always)
  func zip<A, B, Result>(
    _ a: UnsafePointer<A>, _ b: UnsafePointer<B>, into result: UnsafeMutablePointer<Result>, grain: Int = cheapGrain,
    _ f: (A, B) -> Result
  ) {
    let step = rowStrides
    forEachRow(grain: grain) { offsets, count in
      let (a, b, result) = (a + offsets[0], b + offsets[1], result + offsets[2])
      switch (step[0], step[1], step[2]) {
      case (1, 1, 1):
        for i in 0..<count { result[i] = f(a[i], b[i]) }
      case (1, 0, 1):
        let b = b.pointee
        for i in 0..<count { result[i] = f(a[i], b) }
      case (0, 1, 1):
        let a = a.pointee
        for i in 0..<count { result[i] = f(a, b[i]) }
      default:
        for i in 0..<count { result[i &* step[2]] = f(a[i &* step[0]], b[i &* step[1]]) }
      }
    }
  }
}
