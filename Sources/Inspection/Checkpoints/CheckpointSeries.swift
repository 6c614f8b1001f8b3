public import Formats
internal import Training

/// The same network at several steps of its training: a file of tensors for each.
public struct CheckpointSeries: Sendable {
  public struct Entry: Sendable, Hashable {
    public var step: Int
    public var path: String

    public init(step: Int, path: String) {
      self.step = step
      self.path = path
    }

    /// - Throws: What opening a file of tensors throws.
    public func open() throws(FileError) -> any TensorFile { try InputFile(path).tensorFile() }
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
  public init(files paths: [String]) {
    let numbers = paths.map(Self.number(inNameOf:))
    let areSteps = paths.count > 1 && numbers.allSatisfy { $0 != nil } && Set(numbers).count == numbers.count
    self.init(zip(0..., paths).map { position, path in Entry(step: areSteps ? numbers[position]! : position, path: path) })
  }

  /// The last run of digits in the name without its ending.
  static func number(inNameOf path: String) -> Int? {
    let name = path.split(separator: "/").last ?? ""
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    let digits = stem.utf8.reversed().drop { !(48...57).contains($0) }.prefix { (48...57).contains($0) }
    return Int(String(decoding: digits.reversed(), as: UTF8.self))
  }
}
