internal import Tensors

/// The elements of a data set that is stored in equal boxes, each filtered by itself.
struct HDF5Chunks {
  private let file: InputFile
  private let index: HDF5ChunkIndex
  private let filters: HDF5Filters
  /// Boxes that reach beyond the data set were written as they are.
  private let partialBoxesAreUnfiltered: Bool
  /// The element where nothing was written; none stands for zeros.
  private let fill: [UInt8]

  var grid: HDF5ChunkGrid { index.grid }

  /// - Throws: `badData` where chunks overlap, or where they cannot hold what the shape claims.
  init(
    _ index: HDF5ChunkIndex, _ filters: HDF5Filters, partialBoxesAreUnfiltered: Bool, fill: [UInt8], _ file: InputFile, _ cursor: ByteCursor
  ) throws(FileError) {
    self.file = file
    self.index = index
    self.filters = filters
    self.partialBoxesAreUnfiltered = partialBoxesAreUnfiltered
    self.fill = fill
    try index.checkOverlap(cursor)
    let grid = index.grid
    // No chunk grows by more than deflate can, so the shape cannot claim much more than there is. LZF does less.
    let claimed = grid.shape.reduce(grid.elementSize, *)
    guard claimed / 1032 <= index.writtenBytes else {
      guard index.writtenCount > 0 else { throw cursor.unsupported("elements that were never written", hint: "fill the data set with h5py first") }
      throw cursor.failure("truncated: shape \(grid.shape) needs \(claimed) bytes, which \(index.writtenBytes) bytes of chunks cannot hold")
    }
  }

  // MARK: - Slabs

  /// The axis along which slabs are cut: the first along which a box has more than one element. A slab is the boxes at one place along
  /// it and the axes before, so that slabs follow each other in row-major order, and so do the boxes of each.
  private var slabAxis: Int { grid.extents.firstIndex { $0 > 1 } ?? grid.shape.count - 1 }

  var slabCount: Int { grid.counts[...slabAxis].reduce(1, *) }

  private var boxesOfSlab: Int { grid.counts[(slabAxis + 1)...].reduce(1, *) }

  /// The elements of a slab in row-major order, as they are in the file but for the filters.
  func slab(_ number: Int) throws(FileError) -> [UInt8] {
    let axis = slabAxis
    let first = number * boxesOfSlab
    let start = grid.place(of: first)[axis] * grid.extents[axis]
    // The axes before have boxes of one element.
    let extents = [min(grid.extents[axis], grid.shape[axis] - start)] + grid.shape[(axis + 1)...]
    let count = extents.reduce(grid.elementSize, *)
    if boxesOfSlab == 1, Array(grid.extents[axis...]) == extents, index.chunks[first].isWritten { return try contents(first) }
    var failures: [FileError?] = []
    let slab = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
      nonisolated(unsafe) let target = UnsafeMutableRawBufferPointer(buffer)
      failures = Parallel.mapRanges(of: boxesOfSlab, grain: 1) { range in
        do throws(FileError) {
          try place(first + range.lowerBound, from: axis, extents, into: target)
          return nil
        } catch { return error }
      }
      initialised = count
    }
    if let failure = failures.lazy.compactMap(\.self).first { throw failure }
    return slab
  }

  private func place(_ box: Int, from axis: Int, _ extents: [Int], into target: UnsafeMutableRawBufferPointer) throws(FileError) {
    let place = grid.place(of: box)
    let origin = [0] + zip(place, grid.extents).map { $0 * $1 }[(axis + 1)...]
    let copy = BoxCopy(box: Array(grid.extents[axis...]), origin: origin, into: extents, elementSize: grid.elementSize)
    let chunk = index.chunks[box]
    guard chunk.isWritten else { return copy.fill(target, with: fill) }
    if isUnfiltered(box) {
      let range = try checked(chunk.bytes)
      copy.run(UnsafeRawBufferPointer(rebasing: file.bytes[range]), target)
    } else {
      try contents(box).withUnsafeBytes { copy.run($0, target) }
    }
  }

  private func isUnfiltered(_ box: Int) -> Bool {
    filters.areAllSkipped(index.chunks[box].skipped) || partialBoxesAreUnfiltered && grid.isPartial(box)
  }

  private func contents(_ box: Int) throws(FileError) -> [UInt8] {
    let chunk = index.chunks[box]
    guard !isUnfiltered(box) else { return Array(file.bytes[try checked(chunk.bytes)]) }
    let bytes = try filters.undo(file, chunk.bytes, skipped: chunk.skipped, size: grid.boxBytes, elementSize: grid.elementSize)
    guard bytes.count == grid.boxBytes else { throw wrongSize(bytes.count, chunk) }
    return bytes
  }

  private func checked(_ range: Range<Int>) throws(FileError) -> Range<Int> {
    guard range.count == grid.boxBytes else { throw wrongSize(range.count, HDF5ChunkIndex.Chunk(start: range.lowerBound, count: range.count, skipped: 0)) }
    return range
  }

  private func wrongSize(_ count: Int, _ chunk: HDF5ChunkIndex.Chunk) -> FileError {
    let what = count < grid.boxBytes ? "truncated: " : ""
    return FileError(.badData, path: file.path, "\(what)a chunk needs \(grid.boxBytes) bytes, \(count) are there", at: "byte \(chunk.start)")
  }
}

/// Copies the rows of a box that are inside a larger one.
private struct BoxCopy {
  private let box: [Int]
  private let extents: [Int]
  private let origin: [Int]
  private let inside: [Int]
  private let elementSize: Int

  init(box: [Int], origin: [Int], into extents: [Int], elementSize: Int) {
    self.box = box
    self.extents = extents
    self.origin = origin
    self.elementSize = elementSize
    inside = box.indices.map { min(box[$0], extents[$0] - origin[$0]) }
  }

  func run(_ source: UnsafeRawBufferPointer, _ target: UnsafeMutableRawBufferPointer) {
    forEachRow { from, to, count in
      UnsafeMutableRawBufferPointer(rebasing: target[to..<to + count]).copyMemory(from: UnsafeRawBufferPointer(rebasing: source[from..<from + count]))
    }
  }

  func fill(_ target: UnsafeMutableRawBufferPointer, with element: [UInt8]) {
    forEachRow { _, to, count in
      for offset in 0..<count { target[to + offset] = element.isEmpty ? 0 : element[offset % elementSize] }
    }
  }

  private func forEachRow(_ body: (_ from: Int, _ to: Int, _ count: Int) -> Void) {
    let last = box.count - 1
    var index = [Int](repeating: 0, count: box.count)
    while true {
      var (from, to) = (0, 0)
      for axis in box.indices {
        from = from * box[axis] + index[axis]
        to = to * extents[axis] + origin[axis] + index[axis]
      }
      body(from * elementSize, to * elementSize, inside[last] * elementSize)
      var axis = last - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < inside[axis] { break }
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
