internal import Tensors

/// A run of a tensor's elements in row-major order, decoded: halves and eighths as Float, integers as Double.
public enum TensorBlock {
  case floats(UnsafeBufferPointer<Float>)
  case doubles(UnsafeBufferPointer<Double>)

  public var count: Int {
    switch self {
    case .floats(let values): values.count
    case .doubles(let values): values.count
    }
  }

  /// A part of it.
  public subscript(range: Range<Int>) -> TensorBlock {
    switch self {
    case .floats(let values): .floats(UnsafeBufferPointer(rebasing: values[range]))
    case .doubles(let values): .doubles(UnsafeBufferPointer(rebasing: values[range]))
    }
  }

  /// Calls `body` with parts of `grain` elements on all threads, and `merge` with what it makes of each, in their order.
  func reduce<Partial>(grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void) {
    nonisolated(unsafe) let block = self
    Parallel.mapRanges(of: count, grain: grain) { range in
      var checksum = BlockChecksum.unwanted
      return body(block[range], &checksum)
    }.forEach(merge)
  }
}

/// What is made of a block, and perhaps the checksum of its bytes.
public typealias BlockReduction<Partial> = (TensorBlock, inout BlockChecksum) -> Partial

/// The CRC-32 of a block's bytes, which a file's own is compared with.
///
/// Whoever looks at each element may take it along, a few of them at a time, while they are in the cache nearest to the processor and more
/// are on their way from memory. What is wanted and not taken, the reader sees to itself.
public enum BlockChecksum: Sendable, Hashable {
  case unwanted, wanted
  case taken(UInt32)
}

extension NumericArray {
  /// Calls `body` with parts of all elements.
  func reduceBlocks<Partial>(grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void) throws(FileError) {
    try asOneBlock { block in block.reduce(grain: grain, body, merge: merge) }
  }

  /// Calls `body` with all elements.
  func asOneBlock(_ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    func call(_ block: TensorBlock) -> FileError? {
      do throws(FileError) { try body(block) } catch { return error }
      return nil
    }
    let failure =
      switch self {
      case .float(let tensor): tensor.withUnsafeBufferPointer { call(.floats($0)) }
      case let array: array.doubles().withUnsafeBufferPointer { call(.doubles($0)) }
      }
    if let failure { throw failure }
  }
}
