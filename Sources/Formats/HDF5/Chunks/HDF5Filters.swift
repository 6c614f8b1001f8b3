/// What was done to the chunks of a data set before they were written, and how it is undone.
struct HDF5Filters {
  private enum Filter { case deflate, shuffle, checksum, lzf }

  private var filters: [Filter] = []

  /// None.
  init() {}

  /// - Throws: `unsupported` for filters but deflate, shuffle, Fletcher's sum and LZF.
  init(_ cursor: inout ByteCursor) throws(FileError) {
    let version = try cursor.byte("the version of filters")
    guard version == 1 || version == 2 else { throw cursor.unsupported("version \(version) of filters", hint: HDF5Hint.repack) }
    let count = try cursor.byte("the number of filters")
    if version == 1 { _ = try cursor.take(6, "filters") }
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
      case 32000: filters.append(.lzf)
      default: throw cursor.unsupported("chunks filtered by \(Self.name(kind))", at: start, hint: HDF5Hint.repack)
      }
    }
  }

  private static func name(_ kind: Int) -> String {
    let names = [
      4: "szip", 5: "n-bit", 6: "scale-offset", 32001: "Blosc", 32004: "LZ4", 32008: "Bitshuffle", 32013: "ZFP", 32015: "Zstandard", 32026: "Blosc 2",
    ]
    return names[kind].map { "\($0) (filter \(kind))" } ?? "filter \(kind)"
  }

  var isEmpty: Bool { filters.isEmpty }

  /// Whether all of them were left out by these bits.
  func areAllSkipped(_ skipped: UInt32) -> Bool { filters.indices.allSatisfy { skipped >> UInt32($0) & 1 == 1 } }

  /// The bytes as they were before the filters, but for those that were left out. No more than a few beyond `size`.
  func undo(_ file: InputFile, _ range: Range<Int>, skipped: UInt32, size: Int, elementSize: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8]?
    var range = range
    func failure(_ reason: String) -> FileError { FileError(.badData, path: file.path, reason, at: "byte \(range.lowerBound)") }
    for (index, filter) in filters.enumerated().reversed() where skipped >> UInt32(index) & 1 == 0 {
      switch filter {
      case .checksum:
        let whole = bytes.map { InputFile($0, named: file.path) } ?? file
        let all = bytes.map { 0..<$0.count } ?? range
        guard all.count >= 4 else { throw failure("truncated: a chunk without its checksum") }
        let contents = all.dropLast(4)
        let stored = (0..<4).reduce(UInt32(0)) { $0 | UInt32(whole.bytes[contents.upperBound + $1]) << UInt32(8 * $1) }
        guard HDF5Checksum.ofChunk(UnsafeRawBufferPointer(rebasing: whole.bytes[contents]), is: stored) else {
          throw failure("a chunk is damaged: its checksum is wrong")
        }
        if bytes != nil { bytes?.removeLast(4) } else { range = contents }
      case .deflate:
        let source = bytes.map { InputFile($0, named: file.path) } ?? file
        var stream = InflateStream(source, .zlib, bytes == nil ? range : nil)
        bytes = try stream.bytes(upTo: size + 8)
      case .lzf:
        guard let opened = Self.unpacked(bytes ?? Array(file.bytes[range]), limit: size + 8) else { throw failure("a chunk packed by LZF is damaged") }
        bytes = opened
      case .shuffle: bytes = Self.unshuffled(bytes ?? Array(file.bytes[range]), elementSize)
      }
    }
    return bytes ?? Array(file.bytes[range])
  }

  /// The filter put the first bytes of all elements before the second ones. Bytes beyond whole elements stayed.
  private static func unshuffled(_ bytes: [UInt8], _ elementSize: Int) -> [UInt8] {
    let count = bytes.count / elementSize
    guard elementSize > 1, count > 0 else { return bytes }
    var result = bytes
    bytes.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        for byte in 0..<elementSize {
          for index in 0..<count { target[index * elementSize + byte] = source[byte * count + index] }
        }
      }
    }
    return result
  }

  /// What LZF (Marc Lehmann's, as h5py ships it) packed: runs of bytes as they are, and copies from what came before. Nil where damaged.
  private static func unpacked(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
    var result: [UInt8] = []
    var position = 0
    func next() -> Int? {
      guard position < bytes.count else { return nil }
      defer { position += 1 }
      return Int(bytes[position])
    }
    while let control = next() {
      if control < 32 {
        guard control < bytes.count - position, result.count + control < limit else { return nil }
        result += bytes[position...position + control]
        position += control + 1
        continue
      }
      var length = control >> 5 + 2
      if control >> 5 == 7 {
        guard let more = next() else { return nil }
        length += more
      }
      guard let low = next() else { return nil }
      let start = result.count - (control & 31) << 8 - low - 1
      guard start >= 0, result.count + length <= limit else { return nil }
      for index in start..<start + length { result.append(result[index]) }
    }
    return result
  }
}
