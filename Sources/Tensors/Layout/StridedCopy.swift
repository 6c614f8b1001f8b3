/// Copies over strided memory.
enum StridedCopy {
  /// target[i] = source[i] over two layouts of one shape. The memories do not overlap.
  static func copy<Scalar: BitwiseCopyable>(
    _ source: UnsafePointer<Scalar>, _ from: Layout, to target: UnsafeMutablePointer<Scalar>, _ to: Layout
  ) {
    if from.shape.elementCount == 0 { return }
    copy(StridedLoops(from, to), source, to: target)
  }

  /// Operands source, target.
  static func copy<Scalar: BitwiseCopyable>(
    _ loops: StridedLoops, _ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>
  ) {
    Copy(loops: loops, source: source, target: target).run(onSizeOf: Scalar.self)
  }

  /// target[i] = value over a layout.
  static func fill<Scalar: BitwiseCopyable>(_ target: UnsafeMutablePointer<Scalar>, _ to: Layout, with value: Scalar) {
    let everywhere = Layout(shape: to.shape, strides: [Int](repeating: 0, count: to.shape.rank), offset: 0)
    withUnsafePointer(to: value) { copy($0, everywhere, to: target, to) }
  }

  /// target[i] = condition[i] ? a[i] : b[i]; operands condition, a, b, target.
  static func select<Scalar: BitwiseCopyable>(
    _ loops: StridedLoops, _ condition: UnsafePointer<Bool>, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    into target: UnsafeMutablePointer<Scalar>
  ) {
    Select(loops: loops, condition: condition, a: a, b: b, target: target).run(onSizeOf: Scalar.self)
  }
}

private struct Copy: ElementMove {
  let loops: StridedLoops
  let source: UnsafeRawPointer
  let target: UnsafeMutableRawPointer

  func run<Word: BitwiseCopyable>(_: Word.Type) {
    let source = source.assumingMemoryBound(to: Word.self)
    let target = target.assumingMemoryBound(to: Word.self)
    if loops.isTransposition { return transpose(source, target) }
    let step = loops.rowStrides
    loops.forEachRow(grain: StridedLoops.cheapGrain) { offsets, count in
      let (source, target) = (source + offsets[0], target + offsets[1])
      switch (step[0], step[1]) {
      case (1, 1): target.update(from: source, count: count)
      case (0, 1): target.update(repeating: source.pointee, count: count)
      default: for i in 0..<count { target[i &* step[1]] = source[i &* step[0]] }
      }
    }
  }

  /// Two dimensions, one contiguous in the source and the other in the target: square tiles, so that each cache line is used whole.
  private func transpose<Word: BitwiseCopyable>(_ source: UnsafePointer<Word>, _ target: UnsafeMutablePointer<Word>) {
    let tile = 32
    let (rows, columns) = (loops.extents[0], loops.extents[1])
    let (down, along) = (loops.strides[0], loops.strides[1])
    let start = loops.start
    Parallel.forEachRange(of: rows, grain: tile) { _, range in
      for left in stride(from: 0, to: columns, by: tile) {
        let right = min(left + tile, columns)
        for row in range {
          let from = source + (start[0] + row * down[0])
          let to = target + (start[1] + row * down[1])
          for column in left..<right { to[column &* along[1]] = from[column &* along[0]] }
        }
      }
    }
  }
}

extension StridedLoops {
  fileprivate var isTransposition: Bool {
    extents.count == 2 && extents[0] >= 8 && extents[1] >= 8 && strides[1][1] == 1 && strides[1][0] != 1 && strides[0][0] == 1
  }
}

private struct Select: ElementMove {
  let loops: StridedLoops
  let condition: UnsafePointer<Bool>
  let a: UnsafeRawPointer
  let b: UnsafeRawPointer
  let target: UnsafeMutableRawPointer

  func run<Word: BitwiseCopyable>(_: Word.Type) {
    let (a, b) = (a.assumingMemoryBound(to: Word.self), b.assumingMemoryBound(to: Word.self))
    let target = target.assumingMemoryBound(to: Word.self)
    let step = loops.rowStrides
    loops.forEachRow(grain: StridedLoops.cheapGrain) { offsets, count in
      let (condition, a, b, target) = (condition + offsets[0], a + offsets[1], b + offsets[2], target + offsets[3])
      for i in 0..<count {
        target[i &* step[3]] = condition[i &* step[0]] ? a[i &* step[1]] : b[i &* step[2]]
      }
    }
  }
}
