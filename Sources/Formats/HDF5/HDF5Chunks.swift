/// The pieces of a data set that is stored in equal boxes, each filtered by itself.
struct HDF5Chunks {
  struct Chunk {
    var origin: [Int]
    var bytes: Range<Int>
    /// The filters that were left out, by bit.
    var skipped: UInt64
  }

  private enum Filter { case deflate, shuffle, checksum }

  private let file: InputFile
  private let shape: [Int]
  private let extents: [Int]
  private let elementSize: Int
  private let chunkSize: Int
  private var filters: [Filter] = []
  private var chunks: [Chunk] = []

  /// - Throws: `unsupported` for the newest indices of chunks, for filters but deflate, shuffle and Fletcher's sum, and for data sets of which a part was never written.
  init(
    _ dataset: HDF5Dataset, _ version: UInt8, _ layout: inout ByteCursor, _ filterMessage: ByteCursor?, _ superblock: HDF5Superblock
  ) throws(FileError) {
    file = superblock.file
    shape = dataset.shape
    elementSize = dataset.element.size
    guard version == 3 else { throw layout.unsupported("chunks of the newest format", hint: HDF5Object.repack) }
    let rank = try layout.count(1, "the number of a chunk's axes") - 1
    guard rank == shape.count, rank > 0 else { throw layout.failure("chunks of \(rank) axes in a data set of \(shape.count)") }
    let tree = try superblock.address(&layout, "the tree of chunks")
    var extents: [Int] = []
    for _ in 0..<rank { extents.append(try layout.count(4, "an extent of a chunk")) }
    let size = try layout.count(4, "the size of an element")
    guard size == elementSize, !extents.contains(0), let count = ElementType.uint8.byteCount(extents),
      !count.multipliedReportingOverflow(by: elementSize).overflow
    else { throw layout.failure("chunks \(extents) of elements of \(size) bytes") }
    self.extents = extents
    chunkSize = count * elementSize
    if var message = filterMessage { filters = try Self.filters(&message) }
    if dataset.byteCount == 0 { return }
    var expected = 1
    for (extent, length) in zip(shape, extents) { expected *= (extent - 1) / length + 1 }
    guard let tree else { throw layout.unsupported("elements that were never written") }
    try readTree(tree, rank, superblock)
    let origins = Set(chunks.map(\.origin))
    guard origins.count == chunks.count else { throw layout.failure("two chunks for the same place") }
    // Chunks that share bytes are how a small file claims to hold a huge data set.
    var end = 0
    for chunk in chunks.sorted(by: { $0.bytes.lowerBound < $1.bytes.lowerBound }) {
      guard chunk.bytes.lowerBound >= end else { throw layout.failure("two chunks overlap", at: chunk.bytes.lowerBound) }
      end = chunk.bytes.upperBound
    }
    guard chunks.count == expected else {
      throw layout.unsupported("\(chunks.count) of \(expected) chunks were ever written", hint: "fill the data set with h5py first")
    }
  }

  private static func filters(_ cursor: inout ByteCursor) throws(FileError) -> [Filter] {
    let version = try cursor.byte("the version of filters")
    guard version == 1 || version == 2 else { throw cursor.unsupported("version \(version) of filters", hint: HDF5Object.repack) }
    let count = try cursor.byte("the number of filters")
    if version == 1 { _ = try cursor.take(6, "filters") }
    var filters: [Filter] = []
    for _ in 0..<count {
      let start = cursor.position
      let kind = try cursor.count(2, "a filter")
      let nameLength = version == 1 || kind >= 256 ? try cursor.count(2, "the length of a filter's name") : 0
      _ = try cursor.take(2, "flags")
      let values = try cursor.count(2, "the number of a filter's values")
      _ = try cursor.take(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength, "the name of a filter")
      _ = try cursor.take(4 * values, "the values of a filter")
      if version == 1, values % 2 == 1 { _ = try cursor.take(4, "a filter") }
      switch kind {
      case 1: filters.append(.deflate)
      case 2: filters.append(.shuffle)
      case 3: filters.append(.checksum)
      default: throw cursor.unsupported("chunks filtered by filter \(kind)", at: start, hint: HDF5Object.repack)
      }
    }
    return filters
  }

  private mutating func readTree(_ tree: Int, _ rank: Int, _ superblock: HDF5Superblock) throws(FileError) {
    var waiting = [tree]
    var entered: Set<Int> = []
    while let address = waiting.popLast() {
      var node = try superblock.cursor(at: address, "a node of chunks")
      guard entered.insert(address).inserted else { throw node.failure("the chunks of a data set go in a circle") }
      try superblock.expect("TREE", &node)
      guard try node.byte("the kind of a tree") == 1 else { throw node.failure("a tree of chunks was expected") }
      let level = try node.byte("the level of a node")
      let count = try node.count(2, "the number of children")
      _ = try node.take(2 * superblock.offsetSize, "the neighbours of a node")
      for _ in 0..<count {
        let size = try node.count(4, "the size of a chunk")
        let skipped = try node.unsigned(4, "the filters of a chunk")
        var origin: [Int] = []
        for _ in 0..<rank { origin.append(try node.count(8, "the place of a chunk")) }
        _ = try node.take(8, "the place of a chunk")
        guard let child = try superblock.address(&node, "a chunk") else { throw node.failure("a chunk without an address") }
        if level > 0 {
          waiting.append(child)
          continue
        }
        guard zip(origin, zip(shape, extents)).allSatisfy({ $0 < $1.0 && $0 % $1.1 == 0 }) else {
          throw node.failure("a chunk at \(origin) of shape \(shape)")
        }
        let place = try superblock.cursor(at: child, size, "a chunk")
        chunks.append(Chunk(origin: origin, bytes: place.position..<place.end, skipped: skipped))
      }
    }
  }

  // MARK: - Elements

  /// The elements in row-major order, as they are in the file but for the filters.
  func contents() throws(FileError) -> [UInt8] {
    // Every chunk exists, and none grows by more than deflate can; so the shape cannot claim much more than there is.
    let count = shape.reduce(elementSize, *)
    let stored = chunks.reduce(0) { $0 + $1.bytes.count }
    guard count / 1032 <= stored else {
      throw FileError(.badData, path: file.path, "shape \(shape) needs \(count) bytes, which \(stored) bytes of chunks cannot hold", at: "chunks")
    }
    var result = [UInt8](repeating: 0, count: count)
    for chunk in chunks {
      let bytes = try unfiltered(chunk)
      bytes.withUnsafeBytes { source in result.withUnsafeMutableBytes { target in place(source, chunk.origin, into: target) } }
    }
    return result
  }

  private func unfiltered(_ chunk: Chunk) throws(FileError) -> [UInt8] {
    var bytes: [UInt8]?
    var range = chunk.bytes
    for (index, filter) in filters.enumerated().reversed() where chunk.skipped >> UInt64(index) & 1 == 0 {
      switch filter {
      case .checksum:
        guard range.count >= 4 else { throw failure("truncated: a chunk without its checksum", chunk) }
        if let whole = bytes { bytes = whole.dropLast(4) } else { range = range.dropLast(4) }
      case .deflate:
        let source = bytes.map { InputFile($0, named: file.path) } ?? file
        var stream = InflateStream(source, .zlib, bytes == nil ? range : nil)
        bytes = try stream.bytes(upTo: chunkSize + 8)
      case .shuffle: bytes = unshuffled(bytes ?? Array(file.bytes[range]))
      }
    }
    let result = bytes ?? Array(file.bytes[range])
    guard result.count == chunkSize else {
      let what = result.count < chunkSize ? "truncated: " : ""
      throw failure("\(what)a chunk needs \(chunkSize) bytes, \(result.count) are there", chunk)
    }
    return result
  }

  private func failure(_ reason: String, _ chunk: Chunk) -> FileError {
    FileError(.badData, path: file.path, reason, at: "byte \(chunk.bytes.lowerBound)")
  }

  /// The filter put the first bytes of all elements before the second ones.
  private func unshuffled(_ bytes: [UInt8]) -> [UInt8] {
    let count = bytes.count / elementSize
    guard elementSize > 1, count > 0 else { return bytes }
    var result = bytes
    for byte in 0..<elementSize {
      for index in 0..<count { result[index * elementSize + byte] = bytes[byte * count + index] }
    }
    return result
  }

  /// Copies the rows of a box that are inside the data set.
  private func place(_ source: UnsafeRawBufferPointer, _ origin: [Int], into target: UnsafeMutableRawBufferPointer) {
    let inside = shape.indices.map { min(extents[$0], shape[$0] - origin[$0]) }
    let last = shape.count - 1
    let rowBytes = inside[last] * elementSize
    var index = [Int](repeating: 0, count: shape.count)
    while true {
      var (from, to) = (0, 0)
      for axis in shape.indices {
        from = from * extents[axis] + index[axis]
        to = to * shape[axis] + origin[axis] + index[axis]
      }
      UnsafeMutableRawBufferPointer(rebasing: target[(to * elementSize)...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source[from * elementSize..<from * elementSize + rowBytes]))
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
