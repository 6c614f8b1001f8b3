public import Formats

/// One line of `metrics.csv`. What was not measured is an empty cell.
public struct MetricsRow: Sendable, Hashable {
  /// Batches seen so far.
  public var step: Int
  public var epoch: Int
  /// `train`, `valid` or `test`.
  public var split: String
  public var loss: Float?
  /// From 0 to 1.
  public var accuracy: Float?
  public var learningRate: Float?
  /// In the order of the log's other columns.
  public var others: [Float?]

  public init(
    step: Int, epoch: Int, split: String, loss: Float?, accuracy: Float? = nil, learningRate: Float? = nil, others: [Float?] = []
  ) {
    self.step = step
    self.epoch = epoch
    self.split = split
    self.loss = loss
    self.accuracy = accuracy
    self.learningRate = learningRate
    self.others = others
  }
}

/// `metrics.csv` as it grows, one write for each line.
public final class MetricsLog {
  static let columns = ["step", "epoch", "split", "loss", "accuracy", "learning_rate"]

  private let file: LineFile
  private let otherCount: Int

  /// Opens the file, or begins it with its header.
  /// - Throws: `badData` where a file is there whose header names other columns.
  public init(_ path: String, others: [String] = []) throws(FileError) {
    let header = (Self.columns + others).joined(separator: ",")
    precondition(!others.contains { $0.contains(",") || $0.contains("\"") || $0.contains("\n") }, "names of columns are plain: \(others)")
    otherCount = others.count
    file = try LineFile(path)
    if file.isEmpty {
      try file.append(header + "\n")
    } else if let found = try LineFile.lines(of: path).first, found != header {
      throw FileError(.badData, path: path, "the columns are \(found), and this run writes \(header)", at: "line 1")
    }
  }

  /// Appends rows; several at once come in one write.
  public func append(_ rows: MetricsRow...) throws(FileError) {
    try file.append(rows.map(text).joined())
  }

  private func text(_ row: MetricsRow) -> String {
    precondition(row.others.count == otherCount, "\(row.others.count) values for \(otherCount) other columns")
    precondition(!row.split.contains(",") && !row.split.contains("\n"), "the name of a split is plain: \(row.split)")
    let numbers = [row.loss, row.accuracy, row.learningRate] + row.others
    return "\(row.step),\(row.epoch),\(row.split)" + numbers.map { "," + ($0.map { CSVWriter.text($0) } ?? "") }.joined() + "\n"
  }

  /// Removes the rows of later steps.
  static func truncate(_ path: String, after step: Int) throws(FileError) {
    try LineFile.keep(path) { index, line in
      index == 0 || Int(line.prefix { $0 != "," }).map { $0 <= step } ?? false
    }
  }
}
