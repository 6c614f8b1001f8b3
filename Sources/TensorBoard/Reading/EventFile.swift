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

  public let path: String
  /// What was left out so far.
  public private(set) var warnings: [Warning] = []
  /// How many events were read so far.
  public private(set) var eventCount = 0
  /// How many of them were left out because others later in the file take their place.
  public private(set) var supersededCount = 0
  private let superseded: SupersededRecords
  private let reader: RecordReader
  private var decoder = EventDecoder()

  public init(_ path: String) throws(FileError) {
    self.path = path
    reader = try RecordReader(path)
    superseded = try SupersededRecords(in: path)
  }

  /// The next event; nil at the end of what is there now. A file that does not begin as an event file is refused.
  public func next() throws(FileError) -> Event? {
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

  /// The tags of what was read so far, in the order in which they came.
  public var tags: [String] { decoder.tagNames }

  /// The place of a tag in ``tags``; nil for one that has not been read. O(1).
  public func number(of tag: String) -> Int? { decoder.number(ofTag: tag) }

  /// Reads on until there are `count` scalars in `batch`, or a few more where one event holds several, or until the end of what is
  /// there now, and leaves out everything else: several times as fast as ``next()``. Nothing is left when `batch` stays empty.
  public func read(_ count: Int, into batch: inout ScalarBatch) throws(FileError) {
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

  private func isSuperseded(_ offset: Int) -> Bool {
    guard superseded.offsets.contains(offset) else { return false }
    supersededCount += 1
    return true
  }

  /// The next record whose checksums are right. Its bytes are valid until the next call.
  private func nextRecord() throws(FileError) -> (offset: Int, UnsafeRawBufferPointer)? {
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

  private func warn(_ offset: Int, _ error: WireError) {
    warn(offset, "the record is no event: \(error.reason) (byte \(error.offset) in it)")
  }

  private var notAnEventFile: FileError {
    FileError(
      .badData, path: path, "is no event file", at: "byte 0",
      hint: "TensorBoard's event files are called events.out.tfevents.* and begin with a record's length and its checksum")
  }

  private func warn(_ offset: Int, _ reason: String) { warnings.append(Warning(path: path, offset: offset, reason: reason)) }
}
