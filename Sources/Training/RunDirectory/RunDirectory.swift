public import Formats

/// A run directory to be read: one that Fathom wrote, or one that somebody wrote with the safetensors package.
///
/// Whoever trains meanwhile may add to it: what there is, is looked up each time.
public struct RunDirectory: Sendable {
  public let path: String
  /// What `run.json` tells; nil where there is none.
  public let description: RunDescription?

  /// Whether a run is at `path`: a directory with `run.json`, or with snapshots.
  public static func isRun(_ path: String) -> Bool {
    Folder.exists(path)
      && (Folder.hasFile(path + "/" + RunLayout.description)
        || [SnapshotKind.checkpoint, .activations].contains { Folder.exists(path + "/" + $0.folder) })
  }

  /// - Throws: `cannotRead` where no run is at `path`, `badData` where its description is damaged.
  public init(_ path: String) throws(FileError) {
    self.path = path
    guard Self.isRun(path) else {
      throw FileError(
        .cannotRead, path: path,
        Folder.exists(path)
          ? "no run directory: it has neither \(RunLayout.description) nor \(SnapshotKind.checkpoint.folder)/" : "no such directory")
    }
    let file = path + "/" + RunLayout.description
    description = Folder.hasFile(file) ? try RunDescription(try JSON(try InputFile(file)), path: file) : nil
  }

  /// The steps at which there are snapshots, ascending.
  public func steps(_ kind: SnapshotKind) throws(FileError) -> [Int] {
    try snapshots(kind).map(\.step)
  }

  /// The snapshot of a step; the last one without.
  /// - Throws: `badData` where there is none, saying which steps there are, or the file is damaged.
  public func snapshot(_ kind: SnapshotKind, step: Int? = nil) throws(FileError) -> Snapshot {
    let folder = path + "/" + kind.folder + "/"
    // The usual name needs no look at the thousands of others.
    if let step, step >= 0, Folder.hasFile(folder + RunLayout.snapshotName(step)) {
      return try Snapshot(kind, step: step, path: folder + RunLayout.snapshotName(step))
    }
    let there = try snapshots(kind)
    guard let found = step == nil ? there.last : there.first(where: { $0.step == step }) else {
      let wanted = step.map { "step \($0)" } ?? "any step"
      throw FileError(
        .badData, path: path,
        "no \(kind.folder) of \(wanted)" + (there.isEmpty ? "" : "; there are those of steps \(Self.summary(there.map(\.step)))"))
    }
    return try Snapshot(kind, step: found.step, path: folder + found.name)
  }

  /// The samples whose activations were recorded; nil where the run has none.
  /// - Throws: `badData` where their file is damaged.
  public func probe() throws(FileError) -> Probe? {
    let file = path + "/" + RunLayout.probe
    return Folder.hasFile(file) ? try Probe(try SafetensorsFile(InputFile(file))) : nil
  }

  /// What was measured, in the order of the file; nil where the run has no `metrics.csv`.
  /// - Throws: `badData` where it is damaged.
  public func metrics() throws(FileError) -> MetricsTable? {
    let file = path + "/" + RunLayout.metrics
    return Folder.hasFile(file) ? try MetricsTable(InputFile(file)) : nil
  }

  /// The layers: as `run.json` tells them, or else as the names in the last checkpoint show them.
  public func layers() throws(FileError) -> [RunDescription.Layer] {
    if let layers = description?.layers, !layers.isEmpty { return layers }
    guard try !steps(.checkpoint).isEmpty else { return [] }
    let checkpoint = try snapshot(.checkpoint)
    var layers: [RunDescription.Layer] = []
    for name in checkpoint.valueNames {
      let layer = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
      let index = layers.firstIndex { $0.name == layer } ?? layers.endIndex
      if index == layers.endIndex { layers.append(RunDescription.Layer(layer, kind: nil, outputShape: nil)) }
      layers[index].parameters.append(RunDescription.Parameter(name, shape: checkpoint.shape(of: name) ?? []))
    }
    return layers
  }

  private func snapshots(_ kind: SnapshotKind) throws(FileError) -> [(step: Int, name: String)] {
    try Folder.names(in: path + "/" + kind.folder).compactMap { name in RunLayout.step(ofName: name).map { ($0, name) } }
      .sorted { $0.0 < $1.0 }
  }

  /// All steps if they are few, otherwise the first and the last ones.
  static func summary(_ steps: [Int]) -> String {
    guard steps.count > 8 else { return steps.map(String.init).joined(separator: ", ") }
    return steps.prefix(3).map(String.init).joined(separator: ", ") + ", ... \(steps[steps.count - 1]) (\(steps.count) steps)"
  }
}
