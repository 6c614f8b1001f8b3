/// What stands before the data of a safetensors file: eight bytes of length, and JSON that says where each tensor lies.
///
/// Checked as the reference implementation does: the tensors must cover the data from the first byte to the last, without a gap and
/// without an overlap, so that a file has one meaning and nothing is hidden in it.
struct SafetensorsHeader {
  /// In the order of the data.
  var entries: [SafetensorsEntry] = []
  /// In the order of the header.
  var metadata: [(name: String, value: String)] = []

  static let maximumLength = 100_000_000
  static let maximumRank = 64
  static let metadataKey = "__metadata__"

  init(_ file: InputFile) throws(FileError) {
    let dataStart = try Self.dataStart(of: file)
    try parse(file, dataStart)
    // Stable, so that empty tensors keep the header's order.
    entries.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
    try checkCoverage(file, from: dataStart)
  }

  /// Where the header ends, after the checks that need nothing but its length.
  private static func dataStart(of file: InputFile) throws(FileError) -> Int {
    guard file.bytes.count > 0 else { throw FileError(.badData, path: file.path, "the file is empty") }
    guard file.bytes.count >= 8 else {
      throw FileError(
        .badData, path: file.path, "truncated: the length of the header needs 8 bytes, \(file.bytes.count) are there", at: "byte 0")
    }
    let length = UInt64(littleEndian: file.bytes.loadUnaligned(as: UInt64.self))
    guard length <= maximumLength else {
      throw FileError(.badData, path: file.path, "a header of \(length) bytes, more than \(maximumLength)", at: "byte 0")
    }
    guard length <= file.bytes.count - 8 else {
      throw FileError(
        .badData, path: file.path, "truncated: the header needs \(length) bytes, \(file.bytes.count - 8) are there", at: "byte 8")
    }
    guard length > 1, file.bytes[8] == UInt8(ascii: "{") else {
      throw FileError(.badData, path: file.path, "no safetensors file: its header does not begin with {", at: "byte 8")
    }
    return 8 + Int(length)
  }

  private mutating func parse(_ file: InputFile, _ dataStart: Int) throws(FileError) {
    var scanner = JSONScanner(file, 8..<dataStart)
    try scanner.beginObject("the header")
    while let name = try scanner.nextKey() {
      do throws(FileError) {
        if name == Self.metadataKey {
          try parseMetadata(&scanner)
        } else {
          entries.append(try Self.entry(name, &scanner, file, dataStart))
        }
      } catch {
        throw error.naming(name)
      }
    }
    try scanner.finish()
  }

  private mutating func parseMetadata(_ scanner: inout JSONScanner) throws(FileError) {
    try scanner.beginObject("the metadata")
    while let key = try scanner.nextKey() { metadata.append((key, try scanner.string("each of the metadata"))) }
  }

  private static func entry(
    _ name: String, _ scanner: inout JSONScanner, _ file: InputFile, _ dataStart: Int
  ) throws(FileError) -> SafetensorsEntry {
    var type: SafetensorsType?
    var shape: [Int]?
    var offsets: [Int]?
    let start = scanner.position
    try scanner.beginObject("a tensor's entry")
    while let key = try scanner.nextKey() {
      switch key {
      case "dtype":
        let word = try scanner.string("dtype")
        type = SafetensorsType(rawValue: word)
        if type == nil {
          throw FileError(.unsupported, path: file.path, "unknown dtype \"\(word.prefix(40))\"", at: "byte \(scanner.position)")
        }
      case "shape": shape = try counts("an extent of the shape", &scanner, atMost: maximumRank)
      case "data_offsets": offsets = try counts("a data offset", &scanner, atMost: 2)
      default: try scanner.skipValue()
      }
    }
    guard let type, let shape, let offsets else {
      let missing = type == nil ? "dtype" : shape == nil ? "shape" : "data_offsets"
      throw scanner.error("the entry has no \(missing)", at: start)
    }
    guard offsets.count == 2 else { throw scanner.error("data_offsets are two, not \(offsets.count)", at: start) }
    let (first, last) = (offsets[0], offsets[1])
    let dataCount = file.bytes.count - dataStart
    guard first <= last, last <= dataCount else {
      throw scanner.error(
        first <= last
          ? "data_offsets \(first) to \(last) reach beyond the \(dataCount) bytes of data"
          : "data_offsets \(first) to \(last) run backwards", at: start)
    }
    guard let size = type.byteCount(shape) else {
      throw scanner.error("shape \(shape) of \(type.rawValue) overflows, or ends within a byte", at: start)
    }
    guard size == last - first else {
      throw scanner.error("shape \(shape) of \(type.rawValue) needs \(size) bytes, data_offsets give \(last - first)", at: start)
    }
    return SafetensorsEntry(name: name, type: type, shape: shape, bytes: dataStart + first..<dataStart + last)
  }

  private static func counts(
    _ what: String, _ scanner: inout JSONScanner, atMost limit: Int
  ) throws(FileError) -> [Int] {
    var values: [Int] = []
    try scanner.beginArray(limit == 2 ? "data_offsets" : "shape")
    while try scanner.nextElement() {
      guard values.count < limit else { throw scanner.error("more than \(limit) numbers, each \(what)") }
      values.append(try scanner.count(what))
    }
    return values
  }

  /// Each tensor begins where the one before it ended, and the last one ends with the file.
  private func checkCoverage(_ file: InputFile, from dataStart: Int) throws(FileError) {
    var end = dataStart
    for entry in entries {
      guard entry.bytes.lowerBound == end else {
        let what = entry.bytes.lowerBound > end ? "a gap before its data" : "data that overlap another tensor's"
        throw FileError(
          .badData, path: file.path, "\(what): they begin at byte \(entry.bytes.lowerBound), and byte \(end) was expected"
        ).naming(entry.name)
      }
      end = entry.bytes.upperBound
    }
    guard end == file.bytes.count else {
      throw FileError(
        .badData, path: file.path, "\(file.bytes.count - end) bytes that belong to no tensor after the last one", at: "byte \(end)")
    }
  }
}

extension FileError {
  /// With the tensor before the place.
  func naming(_ tensor: String) -> FileError {
    var error = self
    error.place = (["tensor \"\(tensor)\""] + (place.map { [$0] } ?? [])).joined(separator: ", ")
    return error
  }
}
