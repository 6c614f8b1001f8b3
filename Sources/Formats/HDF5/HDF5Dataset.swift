/// A data set: what its elements are and where they lie.
struct HDF5Dataset {
  enum Storage {
    /// One after another, here.
    case bytes(Range<Int>)
    case chunks(HDF5Chunks)
    /// Why it cannot be read.
    case unread(FileError)
  }

  var name: String
  var element: HDF5Types.Element
  /// With the axes that each element has of itself.
  var shape: [Int]
  var byteCount: Int
  var storage: Storage

  /// Of the data set, and what they may grow to.
  private let extents: [Int]
  private let greatest: [Int?]

  init(_ name: String, _ object: HDF5Object, _ superblock: HDF5Superblock) throws(FileError) {
    self.name = name
    let path = superblock.file.path
    guard var typeMessage = try object.message(0x03, superblock, "a type"),
      var shapeMessage = try object.message(0x01, superblock, "a shape")
    else { throw FileError(.badData, path: path, "a data set without a type or a shape", at: "data set \"\(name)\"") }
    element = try HDF5Types.element(&typeMessage)
    let extent = try HDF5Types.shape(&shapeMessage, superblock)
    extents = extent?.shape ?? [0]
    shape = extents + element.axes
    greatest = extent?.greatest ?? [0]
    let (count, overflow) = (ElementType.uint8.byteCount(extents) ?? -1).multipliedReportingOverflow(by: element.size)
    guard count >= 0, !overflow, ElementType.float64.byteCount(shape) != nil else {
      throw shapeMessage.failure("shape \(shape) overflows: no file holds so many elements")
    }
    byteCount = count
    storage = .bytes(0..<0)
    do throws(FileError) {
      storage = try storage(object, superblock)
    } catch where error.kind == .unsupported {
      storage = .unread(error)
    }
  }

  private func storage(_ object: HDF5Object, _ superblock: HDF5Superblock) throws(FileError) -> Storage {
    if let external = try object.message(0x07, superblock, "external storage") {
      throw external.unsupported("refused: its elements are in files elsewhere")
    }
    guard element.type != nil else {
      return .unread(FileError(.unsupported, path: superblock.file.path, "\(element.name) is not read"))
    }
    guard var layout = try object.message(0x08, superblock, "a layout") else { preconditionFailure("a data set has a layout") }
    let version = try layout.byte("the version of a layout")
    guard (1...5).contains(version) else { throw layout.unsupported("version \(version) of a layout", hint: HDF5Hint.repack) }
    // Before the third, the number of axes comes first, their extents stand in every kind, and elements in the header have more of a size.
    let axes = version < 3 ? try layout.count(1, "the number of axes") : 0
    let kind = try layout.byte("a layout")
    if version < 3 { _ = try layout.take(5, "a layout") }
    switch kind {
    case 0:
      _ = try layout.take(4 * axes, "the extents of a layout")
      let place = try layout.take(try layout.count(version < 3 ? 4 : 2, "the length of the elements"), "the elements")
      return .bytes(try checked(place, layout))
    case 1:
      let address = try superblock.address(&layout, "the elements")
      guard let address, byteCount > 0 else {
        if byteCount == 0 { return .bytes(0..<0) }
        throw layout.unsupported("elements that were never written")
      }
      let place = try superblock.cursor(at: address, byteCount, "shape \(shape) of \(element.name)")
      return .bytes(place.position..<place.end)
    case 2: return .chunks(try chunks(object, version, axes, &layout, superblock))
    case 3 where version > 2: throw layout.unsupported("refused: a virtual data set, whose elements are in files elsewhere")
    case let other: throw layout.failure("the unknown layout \(other)")
    }
  }

  private func checked(_ place: Range<Int>, _ cursor: ByteCursor) throws(FileError) -> Range<Int> {
    guard place.count >= byteCount else {
      throw cursor.failure("truncated: shape \(shape) of \(element.name) needs \(byteCount) bytes, \(place.count) are there")
    }
    return place.lowerBound..<place.lowerBound + byteCount
  }
}

// MARK: - Chunks

extension HDF5Dataset {
  private func chunks(
    _ object: HDF5Object, _ version: UInt8, _ axes: Int, _ layout: inout ByteCursor, _ superblock: HDF5Superblock
  ) throws(FileError) -> HDF5Chunks {
    var filters = HDF5Filters()
    if var message = try object.message(0x0B, superblock, "filters") { filters = try HDF5Filters(&message) }
    var partialBoxesAreUnfiltered = false
    let index =
      version <= 3
      ? try oldIndex(&layout, axes: version < 3 ? axes : layout.count(1, "the number of a chunk's axes"), superblock)
      : try newIndex(&layout, superblock, isFiltered: !filters.isEmpty, &partialBoxesAreUnfiltered)
    var fill: [UInt8] = []
    if index.writtenCount < index.grid.boxCount, var message = try object.message(0x05, superblock, "a fill value") {
      fill = try HDF5Types.fill(&message, elementSize: element.size)
    }
    return try HDF5Chunks(
      index, filters, partialBoxesAreUnfiltered: partialBoxesAreUnfiltered, fill: fill, superblock.file, layout)
  }

  private func grid(_ boxes: [Int], _ elementSize: Int, _ layout: ByteCursor) throws(FileError) -> HDF5ChunkGrid {
    guard elementSize == element.size else { throw layout.failure("chunks of elements of \(elementSize) bytes") }
    return try HDF5ChunkGrid(extents, greatest: greatest, extents: boxes, elementSize: elementSize, layout)
  }

  /// - Parameter axes: Of a chunk, its elements' bytes among them.
  private func oldIndex(_ layout: inout ByteCursor, axes: Int, _ superblock: HDF5Superblock) throws(FileError) -> HDF5ChunkIndex {
    let rank = axes - 1
    guard rank == extents.count, rank > 0 else { throw layout.failure("chunks of \(rank) axes in a data set of \(extents.count)") }
    let tree = try superblock.address(&layout, "the tree of chunks")
    var boxes: [Int] = []
    for _ in 0..<rank { boxes.append(try layout.count(4, "an extent of a chunk")) }
    let grid = try grid(boxes, try layout.count(4, "the size of an element"), layout)
    var index = try HDF5ChunkIndex(grid, superblock, layout)
    if let tree, byteCount > 0 { try index.readOldTree(tree) }
    return index
  }

  /// Five kinds of index: for one chunk, for chunks in a row, two arrays, and a tree.
  private func newIndex(
    _ layout: inout ByteCursor, _ superblock: HDF5Superblock, isFiltered: Bool, _ partialBoxesAreUnfiltered: inout Bool
  ) throws(FileError) -> HDF5ChunkIndex {
    let flags = try layout.byte("flags")
    partialBoxesAreUnfiltered = flags & 1 != 0
    let rank = try layout.count(1, "the number of a chunk's axes") - 1
    let width = try layout.count(1, "the width of an extent")
    guard rank == extents.count, rank > 0, (1...8).contains(width) else { throw layout.failure("chunks of \(rank) axes in a data set of \(extents.count)") }
    var boxes: [Int] = []
    for _ in 0..<rank { boxes.append(try layout.count(width, "an extent of a chunk")) }
    let grid = try grid(boxes, try layout.count(width, "the size of an element"), layout)
    var index = try HDF5ChunkIndex(grid, superblock, layout)
    let kind = try layout.byte("the kind of an index")
    var (size, skipped) = (grid.boxBytes, UInt32(0))
    switch kind {
    case 1 where flags & 2 != 0:
      size = try superblock.length(&layout, "the size of a chunk")
      skipped = UInt32(try layout.unsigned(4, "the filters of a chunk"))
    case 1, 2: break
    case 3: _ = try layout.take(1, "an index")
    case 4: _ = try layout.take(5, "an index")
    case 5: _ = try layout.take(6, "an index")
    case let other: throw layout.unsupported("index \(other) of chunks", hint: HDF5Hint.repack)
    }
    guard let address = try superblock.address(&layout, "the index of chunks"), byteCount > 0 else { return index }
    switch kind {
    case 1:
      guard grid.boxCount == 1 else { throw layout.failure("one chunk for a grid of \(grid.counts)") }
      try index.set(0, at: address, size, skipped: skipped, layout)
    case 2:
      guard !isFiltered else { throw layout.failure("filtered chunks of no stated sizes") }
      try index.readRow(address, layout)
    case 3:
      let array = try HDF5FixedArray(superblock, at: address)
      try index.readArray(isFiltered: isFiltered, entrySize: array.entrySize, layout, array.entry)
    case 4:
      let array = try HDF5GrowingArray(superblock, at: address)
      try index.readArray(isFiltered: isFiltered, entrySize: array.entrySize, layout, array.entry)
    default: try index.readTree(address, isFiltered: isFiltered)
    }
    return index
  }
}
