/// The equal boxes into which a data set is cut, counted in row-major order.
struct HDF5ChunkGrid {
  let shape: [Int]
  /// Of a box.
  let extents: [Int]
  let elementSize: Int
  /// How many boxes lie along each axis.
  let counts: [Int]
  /// The most that the data set may grow to along each axis; nil without an end. Boxes may be counted for that size.
  let greatest: [Int?]
  /// The bytes of a box, those beyond the data set's edges included.
  let boxBytes: Int
  let boxCount: Int

  init(_ shape: [Int], greatest: [Int?], extents: [Int], elementSize: Int, _ cursor: ByteCursor) throws(FileError) {
    guard extents.count == shape.count, !shape.isEmpty else {
      throw cursor.failure("chunks of \(extents.count) axes in a data set of \(shape.count)")
    }
    guard !extents.contains(0), let count = ElementType.uint8.byteCount(extents) else { throw cursor.failure("chunks of \(extents)") }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: elementSize)
    guard !overflow else { throw cursor.failure("chunks \(extents) of elements of \(elementSize) bytes") }
    self.shape = shape
    self.greatest = greatest
    self.extents = extents
    self.elementSize = elementSize
    counts = zip(shape, extents).map { $0 == 0 ? 0 : ($0 - 1) / $1 + 1 }
    boxBytes = bytes
    // The product of the shape was found to fit.
    boxCount = counts.reduce(1, *)
  }

  /// The place of a box along each axis.
  func place(of box: Int) -> [Int] {
    var rest = box
    var place = counts
    for axis in counts.indices.reversed() {
      place[axis] = rest % counts[axis]
      rest /= counts[axis]
    }
    return place
  }

  func box(at place: [Int]) -> Int { zip(place, counts).reduce(0) { $0 * $1.1 + $1.0 } }

  /// Whether a part of the box lies outside the data set.
  func isPartial(_ box: Int) -> Bool {
    zip(place(of: box), zip(shape, extents)).contains { ($0 + 1) * $1.1 > $1.0 }
  }

  /// The boxes of a size that the data set may grow to, along each axis: what arrays of chunks are counted by. An axis without an end
  /// may only be the one that comes first there.
  var greatestCounts: [Int?] {
    zip(greatest, extents).map { greatest, extent in greatest.map { $0 == 0 ? 0 : ($0 - 1) / extent + 1 } }
  }
}
