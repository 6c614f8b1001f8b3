/// The head of a GGUF file: what lists its tensors. Counts and lengths are believed only as far as the file can hold them.
struct GGUFHeader {
  struct Entry: Hashable {
    var name: String
    var type: GGUFType
    /// In NumPy's order, the last axis running fastest.
    var shape: [Int]
    var bytes: Range<Int>
  }

  private(set) var entries: [Entry] = []

  private static let longestName = 1 << 16
  private static let deepestArray = 4
  private static let mostDimensions: UInt32 = 4
  private static let largestAlignment: UInt32 = 1 << 20
  private static let alignmentKey = "general.alignment"

  init(_ file: InputFile) throws(FileError) {
    var cursor = ByteCursor(file)
    try cursor.skip(4, "the signature")
    let version = try cursor.read(UInt32.self, "the version")
    guard 2...3 ~= version else {
      let isSwapped = 1...3 ~= version.byteSwapped
      throw cursor.bad(
        isSwapped ? "a GGUF file of a big-endian machine" : "GGUF version \(version); 2 and 3 are read", .unsupported,
        hint: isSwapped ? "convert it: gguf-convert-endian FILE little" : nil)
    }
    let tensorCount = try cursor.read(UInt64.self, "the number of tensors")
    let pairCount = try cursor.read(UInt64.self, "the number of values")
    // A tensor takes at least 24 bytes, a value 13.
    guard tensorCount <= UInt64(cursor.remaining / 24), pairCount <= UInt64(cursor.remaining / 13) else {
      if tensorCount < 1 << 32, pairCount < 1 << 32 {
        throw cursor.bad("truncated: \(tensorCount) tensors and \(pairCount) values do not fit in \(cursor.remaining) bytes")
      }
      throw cursor.bad("\(tensorCount) tensors and \(pairCount) values are more than any file holds")
    }
    var alignment = 32
    for _ in 0..<pairCount {
      let key = try Self.text(&cursor, "a key")
      let type = try cursor.read(UInt32.self, "the type of \(key)")
      if key == Self.alignmentKey {
        guard type == 4 else { throw cursor.bad("\(key) is of type \(type), not a 32-bit number") }
        let value = try cursor.read(UInt32.self, key)
        guard value > 0, value <= Self.largestAlignment, value & (value - 1) == 0 else {
          throw cursor.bad("\(key) is \(value), no power of two up to \(Self.largestAlignment)")
        }
        alignment = Int(value)
      } else {
        try Self.skip(type, &cursor, key, depth: 0)
      }
    }
    try readEntries(Int(tensorCount), alignment, &cursor)
  }

  private mutating func readEntries(_ count: Int, _ alignment: Int, _ cursor: inout ByteCursor) throws(FileError) {
    var starts: [UInt64] = []
    var names: Set<String> = []
    for _ in 0..<count {
      let name = try Self.text(&cursor, "the name of a tensor")
      guard names.insert(name).inserted else { throw cursor.bad("two tensors of this name").naming(name) }
      let dimensionCount = try cursor.read(UInt32.self, "the number of axes of \(name)")
      guard dimensionCount <= Self.mostDimensions else { throw cursor.bad("\(dimensionCount) axes; there are at most 4").naming(name) }
      var shape: [Int] = []
      for _ in 0..<dimensionCount {
        let extent = try cursor.read(UInt64.self, "the shape of \(name)")
        guard let whole = Int(exactly: extent) else { throw cursor.bad("an axis of \(extent)").naming(name) }
        shape.append(whole)
      }
      let number = try cursor.read(UInt32.self, "the type of \(name)")
      guard let type = GGUFType.all[number] else {
        throw cursor.bad("type \(number), which Fathom does not know", .unsupported).naming(name)
      }
      starts.append(try cursor.read(UInt64.self, "the place of \(name)"))
      entries.append(Entry(name: name, type: type, shape: shape.reversed(), bytes: 0..<0))
    }
    let dataStart = (cursor.position + alignment - 1) / alignment * alignment
    for index in entries.indices { entries[index].bytes = try Self.range(of: entries[index], starts[index], dataStart, alignment, cursor) }
    try checkOverlap(cursor)
  }

  private static func range(
    of entry: Entry, _ start: UInt64, _ dataStart: Int, _ alignment: Int, _ cursor: ByteCursor
  ) throws(FileError) -> Range<Int> {
    guard (entry.shape.last ?? 1) % entry.type.blockCount == 0 else {
      throw cursor.bad("rows of \(entry.shape.last ?? 0) are no whole blocks of \(entry.type.blockCount) of \(entry.type.name)").naming(entry.name)
    }
    var size = entry.type.blockBytes
    for (index, extent) in entry.shape.reversed().enumerated() {
      let (next, overflow) = size.multipliedReportingOverflow(by: index == 0 ? extent / entry.type.blockCount : extent)
      guard !overflow else { throw cursor.bad("shape \(entry.shape) overflows: no file holds so many elements").naming(entry.name) }
      size = next
    }
    let end = UInt64(dataStart).addingReportingOverflow(start)
    guard !end.overflow, start % UInt64(alignment) == 0, end.partialValue <= UInt64(cursor.end) || size == 0 else {
      throw cursor.bad("its data begin at \(start) after byte \(dataStart), which is outside the file or not a multiple of \(alignment)").naming(entry.name)
    }
    guard size > 0 else { return 0..<0 }
    let first = Int(end.partialValue)
    guard size <= cursor.end - first else {
      throw cursor.bad("truncated: shape \(entry.shape) of \(entry.type.name) needs \(size) bytes, \(cursor.end - first) are there").naming(entry.name)
    }
    return first..<first + size
  }

  private func checkOverlap(_ cursor: ByteCursor) throws(FileError) {
    let placed = entries.filter { !$0.bytes.isEmpty }.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
    for (one, other) in zip(placed, placed.dropFirst()) where one.bytes.upperBound > other.bytes.lowerBound {
      throw cursor.bad("its data overlap those of \(other.name)").naming(one.name)
    }
  }

  private static func text(_ cursor: inout ByteCursor, _ what: String) throws(FileError) -> String {
    let length = try cursor.read(UInt64.self, "the length of \(what)")
    guard length < longestName else { throw cursor.bad("\(what) of \(length) bytes; names have fewer than \(longestName)") }
    return try cursor.text(Int(length), what)
  }

  /// Bytes of the types that have a fixed size.
  private static let sizes: [UInt32: Int] = [0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8]

  private static func skip(_ type: UInt32, _ cursor: inout ByteCursor, _ key: String, depth: Int) throws(FileError) {
    if let size = sizes[type] { return try cursor.skip(size, key) }
    switch type {
    case 8:
      let length = try cursor.read(UInt64.self, "the length of \(key)")
      guard length <= UInt64(cursor.remaining) else { throw cursor.bad("\(key) of \(length) bytes, \(cursor.remaining) are there") }
      try cursor.skip(Int(length), key)
    case 9:
      guard depth < deepestArray else { throw cursor.bad("arrays in \(key) are nested more than \(deepestArray) deep") }
      let element = try cursor.read(UInt32.self, "the type of \(key)'s elements")
      let count = try cursor.read(UInt64.self, "the number of \(key)'s elements")
      // An element of a text or an array takes 8 bytes or more.
      guard count <= UInt64(cursor.remaining / (sizes[element] ?? 8)) else {
        throw cursor.bad("\(key) has \(count) elements, more than \(cursor.remaining) bytes hold")
      }
      if let size = sizes[element] { return try cursor.skip(Int(count) * size, key) }
      for _ in 0..<count { try skip(element, &cursor, key, depth: depth + 1) }
    default: throw cursor.bad("\(key) is of type \(type), which the format does not have")
    }
  }
}
