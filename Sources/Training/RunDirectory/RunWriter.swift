public import Formats

/// Writes a run directory while a network trains.
///
/// Every file appears whole, by temporary name and rename; `metrics.csv` grows by whole lines. So a run that is killed at any moment can
/// be read, and gone on with from its last resume point.
public final class RunWriter {
  public let path: String

  /// Begins a run: makes the directory and writes `run.json`.
  /// - Parameter overwrite: Whether the files of a run that is there already are removed first. What is no file of a run stays.
  /// - Throws: `cannotCreate` where a run or anything else is there already, or nothing can be written.
  public init(creating path: String, _ description: RunDescription, overwrite: Bool = false) throws(FileError) {
    self.path = path
    if try !Self.names(in: path).isEmpty {
      guard Folder.hasFile(path + "/" + RunLayout.description) else {
        throw FileError(
          .cannotCreate, path: path, "the directory is not empty and holds no run", hint: "choose another directory, or empty this one")
      }
      guard overwrite else {
        throw FileError(
          .cannotCreate, path: path, "a run is there already",
          hint: "--resume goes on with it, --overwrite replaces it (in code: RunWriter(resuming:after:) and overwrite: true)")
      }
      try Self.removeRun(path)
    }
    try Folder.create(path)
    try describe(description)
  }

  /// Goes on with a run: whatever it wrote after `step` is removed, so that it can be written again.
  ///
  /// A step's rows of metrics and its snapshots are kept if `step` is the one that is resumed from; write its resume point last.
  /// - Throws: `cannotRead` where no run is, `cannotCreate` where nothing can be written.
  public init(resuming path: String, after step: Int) throws(FileError) {
    self.path = path
    guard Folder.hasFile(path + "/" + RunLayout.description) else {
      throw FileError(.cannotRead, path: path, "no run to go on with: it has no \(RunLayout.description)")
    }
    try removeUnfinished()
    for kind in SnapshotKind.allCases {
      let folder = path + "/" + kind.folder
      for name in try Folder.names(in: folder) where RunLayout.step(ofName: name).map({ $0 > step }) ?? false {
        try Folder.removeFile(folder + "/" + name)
      }
    }
    try MetricsLog.truncate(path + "/" + RunLayout.metrics, after: step)
  }

  /// Writes `run.json` anew.
  public func describe(_ description: RunDescription) throws(FileError) {
    let output = try OutputFile(path + "/" + RunLayout.description)
    try output.write(description.json.pretty)
    try output.commit()
  }

  /// Writes what is to be kept of a step. Costs little more than copying the values to the system.
  /// - Parameter notes: Text for the file's metadata, beside the step.
  /// - Throws: `badData` where two entries have one name; `cannotCreate`, `inputOutput` where the disk does not take it.
  public func write(
    _ kind: SnapshotKind, step: Int, _ entries: [SnapshotEntry], notes: [(name: String, value: String)] = []
  ) throws(FileError) {
    if madeFolders.insert(kind).inserted { try Folder.create(path + "/" + kind.folder) }
    try write(
      entries, to: path + "/" + kind.folder + "/" + RunLayout.snapshotName(step),
      metadata: [("format", "pt"), ("step", String(step))] + notes)
  }

  /// Removes what is kept of a step; nothing if there is none.
  public func remove(_ kind: SnapshotKind, step: Int) throws(FileError) {
    try Folder.removeFile(path + "/" + kind.folder + "/" + RunLayout.snapshotName(step))
  }

  /// Writes the samples whose activations are recorded, and their labels.
  /// - Parameters:
  ///   - samples: Shape [samples, ...].
  ///   - labels: One for each sample.
  public func writeProbe(samples: NumericArray, labels: [Int]?) throws(FileError) {
    precondition(
      labels.map { $0.count == samples.shape.first } ?? true, "\(labels?.count ?? 0) labels for samples of shape \(samples.shape)")
    let probe = Probe(samples: samples, labels: labels)
    try write(probe.entries, to: path + "/" + RunLayout.probe, metadata: [("format", "pt")])
  }

  /// The run's `metrics.csv`, to be appended to.
  /// - Parameter others: The names of columns beside step, epoch, split, loss, accuracy and learning_rate.
  public func metrics(others: [String] = []) throws(FileError) -> MetricsLog {
    try MetricsLog(path + "/" + RunLayout.metrics, others: others)
  }

  /// A list of numbers in a file of its own, one on each line, as NumPy's `loadtxt` reads it: `train_loss.txt` and its like.
  /// - Parameter kept: How many of the values that are there already stay: the epochs done, for a run that goes on.
  public func values(_ list: ValueList.Name, keeping kept: Int = 0) throws(FileError) -> ValueList {
    try ValueList(path + "/" + list.rawValue + RunLayout.valueSuffix, keeping: kept)
  }

  private var madeFolders: Set<SnapshotKind> = []

  private func write(
    _ entries: [SnapshotEntry], to file: String, metadata: [(name: String, value: String)]
  ) throws(FileError) {
    let output = try OutputFile(file, durability: .programEnd)
    var writer = try SafetensorsWriter(entries.map(\.declaration), metadata: metadata, to: output)
    for entry in entries { try entry.write(to: &writer) }
    writer.finish()
    try output.commit()
  }
}

// MARK: - What was there before

extension RunWriter {
  private static func names(in path: String) throws(FileError) -> [String] {
    do throws(FileError) {
      return try Folder.names(in: path)
    } catch {
      // A file, or a directory that may not be looked into: no place for a run.
      throw FileError(.cannotCreate, path: path, error.reason)
    }
  }

  /// Removes the files that a run has, the description last, and folders that are then empty.
  private static func removeRun(_ path: String) throws(FileError) {
    for kind in SnapshotKind.allCases {
      let folder = path + "/" + kind.folder
      for name in try Folder.names(in: folder) where RunLayout.isOwnSnapshot(name) { try Folder.removeFile(folder + "/" + name) }
      Folder.removeIfEmpty(folder)
    }
    for name in try Folder.names(in: path) where RunLayout.isOwn(name) && name != RunLayout.description {
      try Folder.removeFile(path + "/" + name)
    }
    try Folder.removeFile(path + "/" + RunLayout.description)
  }

  /// Removes what a killed program was writing.
  private func removeUnfinished() throws(FileError) {
    for name in try Folder.names(in: path) where RunLayout.isUnfinished(name) && RunLayout.isOwn(name) {
      try Folder.removeFile(path + "/" + name)
    }
    for kind in SnapshotKind.allCases {
      let folder = path + "/" + kind.folder
      for name in try Folder.names(in: folder) where RunLayout.isUnfinished(name) && RunLayout.isOwnSnapshot(name) {
        try Folder.removeFile(folder + "/" + name)
      }
    }
  }
}
