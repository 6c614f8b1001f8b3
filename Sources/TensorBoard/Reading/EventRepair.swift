public import Formats

/// Copies what can be trusted of an event file.
public enum EventRepair {
  public struct Report: Sendable, Hashable {
    public var kept = 0
    public var warnings: [EventFile.Warning] = []
  }

  /// Writes every record of the file at `path` whose checksums are right to `output`, as it is, and says what was left out.
  public static func copy(_ path: String, to output: OutputFile) throws(FileError) -> Report {
    var reader = try RecordReader(path)
    var report = Report()
    var frame: [UInt8] = []
    func warn(_ offset: Int, _ reason: String) {
      report.warnings.append(EventFile.Warning(path: path, offset: offset, reason: reason))
    }
    while true {
      switch try reader.next() {
      case .record(_, let bytes):
        frame.removeAll(keepingCapacity: true)
        RecordFrame.append(bytes, to: &frame)
        try output.write(frame)
        report.kept += 1
      case .damaged(let offset, let reason): warn(offset, reason)
      case .unreadable(let offset): warn(offset, "no record from here on has the checksum of its length")
      case .cut(let offset):
        warn(offset, "the last record is cut off")
        return report
      case .end: return report
      }
    }
  }
}
