/// A position with the key to sort it by.
struct KeyedPosition: BitwiseCopyable {
  var key: UInt64
  var position: Int
}

/// Moving elements depends on their size alone, so these functions are compiled once per size and never see the scalar's type.
enum StridedCopy {
  /// target[i] = source[i] over two layouts of one shape. The memories do not overlap.
  static func copy<Scalar: BitwiseCopyable>(
    _ source: UnsafePointer<Scalar>, _ from: Layout, to target: UnsafeMutablePointer<Scalar>, _ to: Layout
  ) {
    let count = from.shape.elementCount
    if count == 0 { return }
    let loops = StridedLoops(from, to)
    switch MemoryLayout<Scalar>.stride {
    case 1: copy(loops, raw(source, UInt8.self), raw(target))
    case 4: copy(loops, raw(source, UInt32.self), raw(target))
    case 8: copy(loops, raw(source, UInt64.self), raw(target))
    default: preconditionFailure("no scalar has \(MemoryLayout<Scalar>.stride) bytes")
    }
  }

  /// target[i] = value over a layout.
  static func fill<Scalar: BitwiseCopyable>(_ target: UnsafeMutablePointer<Scalar>, _ to: Layout, with value: Scalar) {
    let everywhere = Layout(shape: to.shape, strides: [Int](repeating: 0, count: to.shape.rank), offset: 0)
    withUnsafePointer(to: value) { copy($0, everywhere, to: target, to) }
  }

  /// target[i * targetStride] = source[items[i].position * sourceStride].
  static func pick<Scalar: BitwiseCopyable>(
    _ items: UnsafePointer<KeyedPosition>, count: Int, _ source: UnsafePointer<Scalar>, stride sourceStride: Int,
    into target: UnsafeMutablePointer<Scalar>, stride targetStride: Int
  ) {
    switch MemoryLayout<Scalar>.stride {
    case 1: pick(items, count, raw(source, UInt8.self), sourceStride, raw(target), targetStride)
    case 4: pick(items, count, raw(source, UInt32.self), sourceStride, raw(target), targetStride)
    case 8: pick(items, count, raw(source, UInt64.self), sourceStride, raw(target), targetStride)
    default: preconditionFailure("no scalar has \(MemoryLayout<Scalar>.stride) bytes")
    }
  }

  /// target[i] = condition[i] ? a[i] : b[i] over four layouts of one shape.
  static func select<Scalar: BitwiseCopyable>(
    _ loops: StridedLoops, _ condition: UnsafePointer<Bool>, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    into target: UnsafeMutablePointer<Scalar>
  ) {
    switch MemoryLayout<Scalar>.stride {
    case 1: select(loops, condition, raw(a, UInt8.self), raw(b), raw(target))
    case 4: select(loops, condition, raw(a, UInt32.self), raw(b), raw(target))
    case 8: select(loops, condition, raw(a, UInt64.self), raw(b), raw(target))
    default: preconditionFailure("no scalar has \(MemoryLayout<Scalar>.stride) bytes")
    }
  }

  /// target[u + step * p] = source[v + offsets[p]], where u and v run over two layouts of one shape: operands v, u.
  static func gather<Scalar: BitwiseCopyable>(
    _ loops: StridedLoops, offsets: [Int], step: Int, _ source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>
  ) {
    switch MemoryLayout<Scalar>.stride {
    case 1: gather(loops, offsets, step, raw(source, UInt8.self), raw(target))
    case 4: gather(loops, offsets, step, raw(source, UInt32.self), raw(target))
    case 8: gather(loops, offsets, step, raw(source, UInt64.self), raw(target))
    default: preconditionFailure("no scalar has \(MemoryLayout<Scalar>.stride) bytes")
    }
  }

  /// target[v + offsets[p]] = source[u + step * p], one p after the other: operands v, u.
  static func scatter<Scalar: BitwiseCopyable>(
    _ loops: StridedLoops, offsets: [Int], step: Int, _ source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>
  ) {
    switch MemoryLayout<Scalar>.stride {
    case 1: scatter(loops, offsets, step, raw(source, UInt8.self), raw(target))
    case 4: scatter(loops, offsets, step, raw(source, UInt32.self), raw(target))
    case 8: scatter(loops, offsets, step, raw(source, UInt64.self), raw(target))
    default: preconditionFailure("no scalar has \(MemoryLayout<Scalar>.stride) bytes")
    }
  }

  private static func raw<Scalar, Word>(_ pointer: UnsafePointer<Scalar>, _: Word.Type = Word.self) -> UnsafePointer<Word> {
    UnsafeRawPointer(pointer).assumingMemoryBound(to: Word.self)
  }

  private static func raw<Scalar, Word>(
    _ pointer: UnsafeMutablePointer<Scalar>, _: Word.Type = Word.self
  ) -> UnsafeMutablePointer<Word> {
    UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Word.self)
  }

  @inline(__always)
  private static func copy<Word: BitwiseCopyable>(
    _ loops: StridedLoops, _ source: UnsafePointer<Word>, _ target: UnsafeMutablePointer<Word>
  ) {
    if loops.isTransposition { return transpose(loops, source, target) }
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
  @inline(__always)
  private static func transpose<Word: BitwiseCopyable>(
    _ loops: StridedLoops, _ source: UnsafePointer<Word>, _ target: UnsafeMutablePointer<Word>
  ) {
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

  @inline(__always)
  private static func pick<Word: BitwiseCopyable>(
    _ items: UnsafePointer<KeyedPosition>, _ count: Int, _ source: UnsafePointer<Word>, _ sourceStride: Int,
    _ target: UnsafeMutablePointer<Word>, _ targetStride: Int
  ) {
    for i in 0..<count { target[i &* targetStride] = source[items[i].position &* sourceStride] }
  }

  @inline(__always)
  private static func gather<Word: BitwiseCopyable>(
    _ loops: StridedLoops, _ offsets: [Int], _ step: Int, _ source: UnsafePointer<Word>, _ target: UnsafeMutablePointer<Word>
  ) {
    if loops.count == 0 { return }
    let rows = loops.rowStrides
    if rows[0] == 1 && rows[1] == 1 {
      // Whole runs of memory for each position.
      let grain = max(1, StridedLoops.cheapGrain / loops.count)
      Parallel.forEachRange(of: offsets.count, grain: grain) { _, range in
        for p in range {
          loops.forEachRow(in: 0..<loops.count) { start, count in
            (target + (start[1] + p * step)).update(from: source + (start[0] + offsets[p]), count: count)
          }
        }
      }
    } else {
      let grain = max(1, StridedLoops.cheapGrain / max(offsets.count, 1))
      loops.forEachRow(grain: grain) { start, count in
        for i in 0..<count {
          let (from, to) = (source + (start[0] + i * rows[0]), target + (start[1] + i * rows[1]))
          for p in offsets.indices { to[p &* step] = from[offsets[p]] }
        }
      }
    }
  }

  @inline(__always)
  private static func scatter<Word: BitwiseCopyable>(
    _ loops: StridedLoops, _ offsets: [Int], _ step: Int, _ source: UnsafePointer<Word>, _ target: UnsafeMutablePointer<Word>
  ) {
    if loops.count == 0 { return }
    let rows = loops.rowStrides
    for p in offsets.indices {
      loops.forEachRow(in: 0..<loops.count) { start, count in
        let (to, from) = (target + (start[0] + offsets[p]), source + (start[1] + p * step))
        for i in 0..<count { to[i &* rows[0]] = from[i &* rows[1]] }
      }
    }
  }

  @inline(__always)
  private static func select<Word: BitwiseCopyable>(
    _ loops: StridedLoops, _ condition: UnsafePointer<Bool>, _ a: UnsafePointer<Word>, _ b: UnsafePointer<Word>,
    _ target: UnsafeMutablePointer<Word>
  ) {
    let step = loops.rowStrides
    loops.forEachRow(grain: StridedLoops.cheapGrain) { offsets, count in
      let (condition, a, b, target) = (condition + offsets[0], a + offsets[1], b + offsets[2], target + offsets[3])
      for i in 0..<count {
        target[i &* step[3]] = condition[i &* step[0]] ? a[i &* step[1]] : b[i &* step[2]]
      }
    }
  }
}

extension StridedLoops {
  fileprivate var isTransposition: Bool {
    extents.count == 2 && extents[0] >= 8 && extents[1] >= 8 && strides[1][1] == 1 && strides[1][0] != 1 && strides[0][0] == 1
  }
}
