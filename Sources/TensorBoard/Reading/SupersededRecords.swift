internal import Formats

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The records of a file that later ones of the same tags take the place of, as ``SummaryWriter`` puts it when a first distribution proves
/// to be wild: an event of nothing, then the first distribution anew, at its lower step. TensorBoard's readers drop what went before.
struct SupersededRecords {
  /// Where they begin, in bytes.
  private(set) var offsets: Set<Int> = []

  /// Of what is in the file now. Only Fathom's files are looked through, with a copy of nothing: O(the file's length).
  init(in path: String) throws(FileError) {
    guard Self.isRegularFile(path) else { return }
    let replacements = try Self.replacements(in: path)
    guard let last = replacements.values.map(\.offset).max() else { return }
    var reader = try RecordReader(path)
    while let (offset, bytes) = try Self.next(of: &reader), offset < last {
      guard let (step, tag) = Self.firstValue(of: bytes), let replacement = replacements[tag] else { continue }
      if offset < replacement.offset, step >= replacement.step { offsets.insert(offset) }
    }
  }

  private typealias Replacement = (step: Int, offset: Int)

  /// What was logged anew, by its tag.
  private static func replacements(in path: String) throws(FileError) -> [String: Replacement] {
    var reader = try RecordReader(path)
    guard case .record(_, let start) = try reader.next(), let fields = try? EventFields(start), case .fileVersion(let version) = fields.content,
      String(decoding: version, as: UTF8.self) == Event.version
    else { return [:] }
    guard mayHoldMark(path) else { return [:] }
    var found: [String: Replacement] = [:]
    var mark: Int?
    while let (offset, bytes) = try next(of: &reader), offset < Event.markReach || mark != nil {
      if let before = mark {
        mark = nil
        if let (step, tag) = firstValue(of: bytes), step < before { found[tag] = (step, offset) }
      }
      if bytes.count <= largestMark, let fields = try? EventFields(bytes), case .summary(let summary) = fields.content, summary.isEmpty {
        mark = fields.step
      }
    }
    return found
  }

  /// A time, a step and an empty summary, in bytes.
  private static let largestMark = 9 + 11 + 2

  /// Whether a record is as short as a mark: by the lengths alone, unchecked, which costs a fraction of reading the records. What is odd
  /// is left to the reader.
  private static func mayHoldMark(_ path: String) -> Bool {
    let file = retryingInterrupted { open(path, O_RDONLY | O_CLOEXEC) }
    guard file >= 0 else { return true }
    defer { close(file) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    var offset = 0
    while true {
      let count = retryingInterrupted { pread(file, buffer.baseAddress!, buffer.count, off_t(offset)) }
      guard count >= 0 else { return true }
      if count < RecordFrame.headerSize { return false }
      var next = 0
      while next + RecordFrame.headerSize <= count {
        let length = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: next, as: UInt64.self))
        if length <= largestMark || length > 1 << 40 { return true }
        next += RecordFrame.headerSize + Int(length) + RecordFrame.footerSize
      }
      offset += next
      if offset >= Event.markReach { return false }
    }
  }

  private static func next(of reader: inout RecordReader) throws(FileError) -> (offset: Int, UnsafeRawBufferPointer)? {
    while true {
      switch try reader.next() {
      case .record(let offset, let bytes): return (offset, bytes)
      case .damaged: continue
      case .end, .cut, .unreadable: return nil
      }
    }
  }

  private static func firstValue(of bytes: UnsafeRawBufferPointer) -> (step: Int, tag: String)? {
    guard let fields = try? EventFields(bytes), case .summary(let summary) = fields.content else { return nil }
    var reader = WireReader(summary)
    while let field = try? reader.next() {
      guard field.number == 1, let value = field.value.bytes else { continue }
      guard let tag = try? ValueFields(value).tag else { return nil }
      return (fields.step, String(decoding: tag, as: UTF8.self))
    }
    return nil
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
