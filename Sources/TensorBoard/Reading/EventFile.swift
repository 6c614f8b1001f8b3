public import Formats

/// Reads the events of a file that any TensorBoard writer has made.
///
/// What cannot be trusted is left out and told in ``warnings``; a file that is still being written can be read on later. A distribution
/// that its writer has logged anew further on, before the file was opened, is left out as well: see ``SummaryWriter``.
public final class EventFile {
  /// Something in the file that is left out: `offset` in bytes.
  public struct Warning: Sendable, Hashable, CustomStringConvertible {
    public let path: String
    public let offset: Int
    public let reason: String

    public var description: String { "\(path): \(reason): byte \(offset)" }
  }

  private var stream: EventStream

  public init(_ path: String) throws(FileError) {
    let superseded = try SupersededRecords(in: path)
    stream = EventStream(try RecordReader(path), leavingOut: superseded)
  }

  public var path: String { stream.path }
  /// What was left out so far.
  public var warnings: [Warning] { stream.warnings }
  /// How many events were read so far.
  public var eventCount: Int { stream.eventCount }
  /// How many of them were left out because others later in the file take their place.
  public var supersededCount: Int { stream.supersededCount }
  /// The tags of what was read so far, in the order in which they came.
  public var tags: [String] { stream.decoder.tagNames }

  /// The place of a tag in ``tags``; nil for one that has not been read. O(1).
  public func number(of tag: String) -> Int? { stream.decoder.number(ofTag: tag) }

  /// The next event; nil at the end of what is there now. A file that does not begin as an event file is refused.
  public func next() throws(FileError) -> Event? { try stream.next() }

  /// Reads on until there are `count` scalars in `batch`, or a few more where one event holds several, or until the end of what is
  /// there now, and leaves out everything else: several times as fast as ``next()``. Nothing is left when `batch` stays empty.
  public func read(_ count: Int, into batch: inout ScalarBatch) throws(FileError) { try stream.read(count, into: &batch) }
}

/// What an event file is read by. A structure, so that its parts are not looked up and guarded anew for each of millions of records, as
/// those of an object are.
private struct EventStream: ~Copyable {
  let path: String
  private(set) var warnings: [EventFile.Warning] = []
  private(set) var eventCount = 0
  private(set) var supersededCount = 0
  private(set) var decoder = EventDecoder()
  private let superseded: SupersededRecords
  private var reader: RecordReader

  init(_ reader: consuming RecordReader, leavingOut superseded: SupersededRecords) {
    path = reader.path
    self.superseded = superseded
    self.reader = reader
  }

  mutating func next() throws(FileError) -> Event? {
    while let (offset, record) = try nextRecord() {
      do throws(WireError) {
        let event = try decoder.decode(record)
        eventCount += 1
        // Decoded all the same: a tag's first value is the one that says what its others are.
        if isSuperseded(offset) { continue }
        return event
      } catch { warn(offset, error) }
    }
    return nil
  }

  mutating func read(_ count: Int, into batch: inout ScalarBatch) throws(FileError) {
    batch.removeAll()
    while batch.count < count, let (offset, record) = try nextRecord() {
      do throws(WireError) {
        let before = batch.count
        try decoder.appendScalars(record, to: &batch)
        eventCount += 1
        if isSuperseded(offset) { batch.removeAll(from: before) }
      } catch { warn(offset, error) }
    }
  }

  private mutating func isSuperseded(_ offset: Int) -> Bool {
    guard superseded.offsets.contains(offset) else { return false }
    supersededCount += 1
    return true
  }

  /// The next record whose checksums are right. Its bytes are valid until the next call.
  private mutating func nextRecord() throws(FileError) -> (offset: Int, UnsafeRawBufferPointer)? {
    while true {
      switch try reader.next() {
      case .end: return nil
      case .cut(let offset):
        if warnings.last?.offset != offset { warn(offset, "the last record is cut off") }
        if eventCount == 0 { throw notAnEventFile }
        return nil
      case .unreadable(let offset):
        if eventCount == 0 { throw notAnEventFile }
        warn(offset, "no record from here on has the checksum of its length")
      case .damaged(let offset, let reason): warn(offset, reason)
      case .record(let offset, let bytes): return (offset, bytes)
      }
    }
  }

  private mutating func warn(_ offset: Int, _ error: WireError) {
    warn(offset, "the record is no event: \(error.reason) (byte \(error.offset) in it)")
  }

  private mutating func warn(_ offset: Int, _ reason: String) {
    warnings.append(EventFile.Warning(path: path, offset: offset, reason: reason))
  }

  private var notAnEventFile: FileError {
    FileError(
      .badData, path: path, "is no event file", at: "byte 0",
      hint: "TensorBoard's event files are called events.out.tfevents.* and begin with a record's length and its checksum")
  }
}
