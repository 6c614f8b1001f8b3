/// A tensor as a view of a storage.
struct PyTorchTensor {
  var type: PyTorchType
  var shape: [Int]
  /// In elements, as the offset is.
  var strides: [Int]
  var offset: Int
  /// The place in the file's list of storages.
  var storage: Int
  var quantization: Quantization?

  /// What the integers of a quantised tensor stand for: (integer - zeroPoint) * scale.
  struct Quantization {
    var scale: Double
    var zeroPoint: Int
  }

  /// What is wrong with a view of `storageCount` elements; nil if nothing is. Nothing overflows in looking.
  func flaw(storageCount: Int) -> String? {
    guard shape.count <= Self.greatestRank else { return "\(shape.count) axes, more than \(Self.greatestRank)" }
    guard strides.count == shape.count else { return "\(strides.count) strides for \(shape.count) axes" }
    if let extent = shape.first(where: { $0 < 0 }) { return "an extent of \(extent)" }
    if let stride = strides.first(where: { $0 < 0 }) { return "a stride of \(stride)" }
    guard offset >= 0 else { return "an offset of \(offset)" }
    guard type.byteCount(shape) != nil else { return "shape \(shape) of \(type.name) overflows" }
    if shape.contains(0) { return nil }
    var last = offset
    for (extent, stride) in zip(shape, strides) {
      let (reach, first) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, second) = last.addingReportingOverflow(reach)
      if first || second { return "shape \(shape) with strides \(strides) overflows" }
      last = sum
    }
    guard last < storageCount else { return "shape \(shape) with strides \(strides) from \(offset) on reaches beyond a storage of \(storageCount) elements" }
    // A stride of zero makes few bytes seem to be any number of them.
    let count = shape.reduce(1, *)
    guard count <= max(storageCount, Self.largestRepetition) else { return "shape \(shape) repeats \(storageCount) stored elements \(count) times in all" }
    return nil
  }

  private static let greatestRank = 64
  private static let largestRepetition = 1 << 26

  var count: Int { shape.reduce(1, *) }

  /// Whether the elements lie one after the other in row-major order.
  var isContiguous: Bool { ElementLayout.isContiguous(shape, strides) }

  /// Whether the other one's elements are these, in this order.
  func isSame(as other: PyTorchTensor) -> Bool {
    guard storage == other.storage, offset == other.offset, type == other.type, count == other.count, count > 0 else { return false }
    return shape == other.shape && strides == other.strides || isContiguous && other.isContiguous
  }
}

extension PyTorchType {
  /// Bytes of an array of this shape; nil where 64 bits do not count them.
  func byteCount(_ shape: [Int]) -> Int? {
    var product = size
    for extent in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(extent, 1))
      if overflow { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }
}

/// The bytes that tensors are views of.
struct PyTorchStorage {
  enum Place {
    /// Bytes of a file, or of memory that was made of it.
    case bytes(InputFile, Range<Int>)
    /// A record of the archive, with its place where it is stored as it is.
    case record(ZipArchive.Member, Range<Int>?)
  }

  /// As the file calls it.
  var key: String
  var place: Place
  var isBigEndian: Bool

  /// How many bytes there are, as far as the file tells.
  var byteCount: Int {
    switch place {
    case .bytes(_, let range): range.count
    case .record(let member, let range): range?.count ?? member.size
    }
  }
}
