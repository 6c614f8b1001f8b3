/// Walks through the numbers and texts of a binary header, and says where it ends too early.
struct ByteCursor {
  let file: InputFile
  private(set) var position: Int
  /// Where what is walked through ends.
  let end: Int
  var isBigEndian = false

  init(_ file: InputFile, _ range: Range<Int>? = nil) {
    self.file = file
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? file.count
  }

  var remaining: Int { end - position }

  mutating func read<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, _ what: @autoclosure () -> String) throws(FileError) -> Number {
    let size = MemoryLayout<Number>.size
    guard remaining >= size else { throw truncated(what(), size) }
    defer { position += size }
    let bits = file.bytes.loadUnaligned(fromByteOffset: position, as: Number.self)
    return isBigEndian ? bits.bigEndian : bits.littleEndian
  }

  /// The next bytes as text; what is no UTF-8 is replaced.
  mutating func text(_ count: Int, _ what: @autoclosure () -> String) throws(FileError) -> String {
    guard count >= 0, remaining >= count else { throw truncated(what(), count) }
    defer { position += count }
    return String(decoding: file.bytes[position..<position + count], as: UTF8.self)
  }

  mutating func skip(_ count: Int, _ what: @autoclosure () -> String) throws(FileError) {
    guard count >= 0, remaining >= count else { throw truncated(what(), count) }
    position += count
  }

  mutating func move(to target: Int, _ what: @autoclosure () -> String) throws(FileError) {
    guard target >= 0, target <= end else { throw bad("\(what()) lies at byte \(target), beyond the end at \(end)") }
    position = target
  }

  /// What is wrong here.
  func bad(_ reason: String, _ kind: FileError.Kind = .badData, hint: String? = nil) -> FileError {
    FileError(kind, path: file.path, reason, at: "byte \(position)", hint: hint)
  }

  private func truncated(_ what: String, _ count: Int) -> FileError {
    bad("truncated: \(what) needs \(count) bytes, \(remaining) are there")
  }
}
