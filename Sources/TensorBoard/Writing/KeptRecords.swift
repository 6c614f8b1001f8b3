internal import Formats

/// What an event file holds up to a step, and what its writer knew then.
struct KeptRecords {
  /// In bytes.
  private(set) var length = 0
  private(set) var tags: Set<String> = []
  private(set) var ranges: [String: HistogramRange] = [:]

  init(of path: String, through step: Int) throws(FileError) {
    var reader = try RecordReader(path)
    var decoder = EventDecoder()
    var isBack = false
    reading: while case .record(let offset, let bytes) = try reader.next() {
      guard let event = try? decoder.decode(bytes), event.step <= step else { break reading }
      length = offset + RecordFrame.headerSize + bytes.count + RecordFrame.footerSize
      guard case .summary(let values) = event.content else { continue }
      // What is logged anew narrows its range, which what it takes the place of had made too wide.
      if isBack, let tag = values.first?.tag { ranges[tag] = nil }
      isBack = event.isMark
      for value in values {
        tags.insert(value.tag)
        guard case .histogram(let buckets) = value.content, let first = buckets.first, let last = buckets.last else { continue }
        ranges[value.tag, default: HistogramRange()].include(recorded: first.left...last.right)
      }
    }
    guard length > 0 else { throw FileError(.badData, path: path, "is no event file, and cannot be gone on with", at: "byte 0") }
  }
}
