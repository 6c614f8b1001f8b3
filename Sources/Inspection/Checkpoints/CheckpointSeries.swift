public import Formats
internal import Training

/// The same network at several steps of its training: a file of tensors for each.
public struct CheckpointSeries: Sendable {
  public struct Entry: Sendable {
    public var step: Int
    public var path: String
    /// What can be opened only once, as a pipe, opened.
    private var opened: (any TensorFile)?

    public init(step: Int, path: String, opened: (any TensorFile)? = nil) {
      self.step = step
      self.path = path
      self.opened = opened
    }

    /// - Throws: What opening a file of tensors throws.
    public func open() throws(FileError) -> any TensorFile {
      if let opened { return opened }
      return try InputFile(path).tensorFile()
    }
  }

  /// In the order of their steps.
  public let entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries.sorted { $0.step < $1.step } }

  /// The checkpoints of a run directory.
  public init(run path: String) throws(FileError) {
    let run = try RunDirectory(path)
    var entries: [Entry] = []
    for step in try run.steps(.checkpoint) { entries.append(Entry(step: step, path: try run.snapshot(.checkpoint, step: step).path)) }
    guard !entries.isEmpty else { throw FileError(.badData, path: path, "the run has no checkpoints") }
    self.init(entries)
  }

  /// Files of tensors. A file's step is the last number in its name, as in `epoch-12.pt`, where all files have different ones; otherwise
  /// they count from 0 in the order given.
  public init(files paths: [String]) { self.init(files: paths.map { ($0, nil) }) }

  /// The same of files that are open already, where they can be opened only once.
  init(files: [(path: String, opened: (any TensorFile)?)]) {
    let numbers = files.map { Self.number(inNameOf: $0.path) }
    let areSteps = files.count > 1 && numbers.allSatisfy { $0 != nil } && Set(numbers).count == numbers.count
    self.init(
      zip(0..., files).map { position, file in
        Entry(step: areSteps ? numbers[position]! : position, path: file.path, opened: file.opened)
      })
  }

  /// The last run of digits in the name without its ending.
  static func number(inNameOf path: String) -> Int? {
    let name = path.split(separator: "/").last ?? ""
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    let digits = stem.utf8.reversed().drop { !(48...57).contains($0) }.prefix { (48...57).contains($0) }
    return Int(String(decoding: digits.reversed(), as: UTF8.self))
  }
}
