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
  var shape: [Int]
  var byteCount: Int
  var storage: Storage

  init(_ name: String, _ object: HDF5Object, _ superblock: HDF5Superblock) throws(FileError) {
    self.name = name
    let path = superblock.file.path
    guard var typeMessage = try object.message(0x03, superblock, "a type"),
      var shapeMessage = try object.message(0x01, superblock, "a shape")
    else { throw FileError(.badData, path: path, "a data set without a type or a shape", at: "data set \"\(name)\"") }
    element = try HDF5Types.element(&typeMessage)
    shape = try HDF5Types.shape(&shapeMessage, superblock) ?? [0]
    let (count, overflow) = (ElementType.uint8.byteCount(shape) ?? -1).multipliedReportingOverflow(by: element.size)
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
    guard version == 3 || version == 4 else { throw layout.unsupported("version \(version) of a layout", hint: HDF5Object.repack) }
    switch try layout.byte("a layout") {
    case 0:
      let place = try layout.take(try layout.count(2, "the length of the elements"), "the elements")
      return .bytes(try checked(place, layout))
    case 1:
      let address = try superblock.address(&layout, "the elements")
      guard let address, byteCount > 0 else {
        if byteCount == 0 { return .bytes(0..<0) }
        throw layout.unsupported("elements that were never written")
      }
      let place = try superblock.cursor(at: address, byteCount, "shape \(shape) of \(element.name)")
      return .bytes(place.position..<place.end)
    case 2: return .chunks(try HDF5Chunks(self, version, &layout, try object.message(0x0B, superblock, "filters"), superblock))
    case 3: throw layout.unsupported("refused: a virtual data set, whose elements are in files elsewhere")
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
