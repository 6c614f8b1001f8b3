/// A position with the key to sort it by.
struct KeyedPosition: BitwiseCopyable {
  var key: UInt64
  var position: Int
}

/// Copies of elements that stand at listed places.
enum StridedGather {
  /// target[u + step * p] = source[v + offsets[p]], where u and v run over two layouts of one shape: operands v, u.
  static func gather<Scalar: BitwiseCopyable>(
    _ loops: StridedLoops, offsets: [Int], step: Int, _ source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>
  ) {
    if loops.count == 0 { return }
    Gather(loops: loops, offsets: offsets, step: step, source: source, target: target).run(onSizeOf: Scalar.self)
  }

  /// target[v + offsets[p]] = source[u + step * p], one p after the other: operands v, u.
  static func scatter<Scalar: BitwiseCopyable>(
    _ loops: StridedLoops, offsets: [Int], step: Int, _ source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>
  ) {
    if loops.count == 0 { return }
    Scatter(loops: loops, offsets: offsets, step: step, source: source, target: target).run(onSizeOf: Scalar.self)
  }

  /// target[i * targetStride] = source[items[i].position * sourceStride].
  static func pick<Scalar: BitwiseCopyable>(
    _ items: UnsafePointer<KeyedPosition>, count: Int, _ source: UnsafePointer<Scalar>, stride sourceStride: Int,
    into target: UnsafeMutablePointer<Scalar>, stride targetStride: Int
  ) {
    Pick(items: items, count: count, source: source, sourceStride: sourceStride, target: target, targetStride: targetStride)
      .run(onSizeOf: Scalar.self)
  }
}

private struct Gather: ElementMove {
  let loops: StridedLoops
  let offsets: [Int]
  let step: Int
  let source: UnsafeRawPointer
  let target: UnsafeMutableRawPointer

  func run<Word: BitwiseCopyable>(_: Word.Type) {
    let source = source.assumingMemoryBound(to: Word.self)
    let target = target.assumingMemoryBound(to: Word.self)
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
}

private struct Scatter: ElementMove {
  let loops: StridedLoops
  let offsets: [Int]
  let step: Int
  let source: UnsafeRawPointer
  let target: UnsafeMutableRawPointer

  func run<Word: BitwiseCopyable>(_: Word.Type) {
    let source = source.assumingMemoryBound(to: Word.self)
    let target = target.assumingMemoryBound(to: Word.self)
    let rows = loops.rowStrides
    if loops.count == 1 {
      let (to, from) = (target + loops.start[0], source + loops.start[1])
      for p in offsets.indices { to[offsets[p]] = from[p &* step] }
      return
    }
    for p in offsets.indices {
      loops.forEachRow(in: 0..<loops.count) { start, count in
        let (to, from) = (target + (start[0] + offsets[p]), source + (start[1] + p * step))
        for i in 0..<count { to[i &* rows[0]] = from[i &* rows[1]] }
      }
    }
  }
}

private struct Pick: ElementMove {
  let items: UnsafePointer<KeyedPosition>
  let count: Int
  let source: UnsafeRawPointer
  let sourceStride: Int
  let target: UnsafeMutableRawPointer
  let targetStride: Int

  func run<Word: BitwiseCopyable>(_: Word.Type) {
    let source = source.assumingMemoryBound(to: Word.self)
    let target = target.assumingMemoryBound(to: Word.self)
    for i in 0..<count { target[i &* targetStride] = source[items[i].position &* sourceStride] }
  }
}
