internal import CKernels
internal import Tensors

/// Points in the order of a Z-curve: those near one another in space are mostly near one another in the order.
///
/// Its memory is reused from call to call.
final class MortonOrder {
  let count: Int
  let dimensions: Int
  let keys: AlignedBuffer<UInt64>
  /// The points' numbers in the order of the curve.
  let indices: AlignedBuffer<Int32>
  private let temporaryKeys: AlignedBuffer<UInt64>
  private let temporaryIndices: AlignedBuffer<Int32>

  /// The most dimensions that take part; further ones are left out.
  static let maximumDimensions = 3

  init(count: Int, dimensions: Int) {
    self.count = count
    self.dimensions = min(dimensions, Self.maximumDimensions)
    keys = AlignedBuffer(count: count)
    indices = AlignedBuffer(count: count)
    temporaryKeys = AlignedBuffer(count: count)
    temporaryIndices = AlignedBuffer(count: count)
  }

  /// Bits of a coordinate in a key.
  private var bits: Int { dimensions == 3 ? 21 : 31 }

  /// Sorts points, `stride` floats apart, and returns the length of one step of a key's coordinate.
  @discardableResult
  func sort(points: UnsafePointer<Float>, stride: Int, box: BoundingBox) -> Float {
    let unit = Double(box.span) / Double(1 << bits)
    let scale = unit > 0 ? 1 / unit : 0
    let (dimensions, bits) = (dimensions, bits)
    nonisolated(unsafe) let points = points
    box.lower.withUnsafeBufferPointer { lower in
      nonisolated(unsafe) let lower = lower.baseAddress!
      Parallel.forEachRange(of: count, grain: 8_192) { _, range in
        fathom_morton_keys(
          points, stride, range.lowerBound, range.upperBound, dimensions, lower, scale, Int32(bits), keys.pointer)
        for index in range { indices[index] = Int32(index) }
      }
    }
    fathom_sort_keys(keys.pointer, indices.pointer, count, Int32(bits * dimensions), temporaryKeys.pointer, temporaryIndices.pointer)
    return Float(unit)
  }
}
