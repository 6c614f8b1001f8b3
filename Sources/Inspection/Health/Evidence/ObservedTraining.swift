public import Formats
internal import TensorBoard
internal import Training

/// A training that was found somewhere, and what is known of it.
public struct ObservedTraining: Sendable {
  /// The folder that it was found in, as far as that tells it from the others; empty for the only one.
  public var name: String
  public var evidence: HealthEvidence

  public init(name: String, evidence: HealthEvidence) {
    self.name = name
    self.evidence = evidence
  }

  /// The trainings at `paths`: each run directory is one, and so is each folder of event files below a log directory, each folder of
  /// checkpoints of a network, all single event files together, each table of metrics, and of all other files those of each network together as a series of
  /// checkpoints.
  ///
  /// Folders called `train` and `validation` beside each other, as Keras writes them, belong to one training, and so does what is below
  /// a folder that has event files itself, as `add_scalars` of PyTorch writes it.
  /// - Parameter progress: Is told how many checkpoints of a training have been read.
  /// - Throws: `cannotRead` where a folder holds nothing of the kind, and what reading throws.
  public static func all(
    at paths: [String], progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(FileError) -> [ObservedTraining] {
    var found: [ObservedTraining] = []
    let files = paths.filter { !Folder.exists($0) }
    for folder in paths where Folder.exists(folder) {
      let prefix = paths.count > 1 ? folder : ""
      for (name, evidence) in try trainings(in: folder, progress: progress) {
        found.append(ObservedTraining(name: [prefix, name].filter { !$0.isEmpty }.joined(separator: "/"), evidence: evidence))
      }
    }
    let logs = files.filter { $0.contains("tfevents") }
    if !logs.isEmpty {
      let evidence = try HealthEvidence(events: logs.map { EventFolder.Found(path: $0, run: ".") })
      found.append(ObservedTraining(name: found.isEmpty ? "" : "events", evidence: evidence))
    }
    var (checkpoints, pipes) = ([String](), [String: InputFile]())
    for path in files where !path.contains("tfevents") {
      let file = try InputFile(path)
      if MetricsTable.isBegun(by: file) {
        found.append(ObservedTraining(name: files.count > 1 ? path : "", evidence: try HealthEvidence(metrics: file)))
      } else {
        checkpoints.append(path)
        if !Folder.hasFile(path) { pipes[path] = file }
      }
    }
    for (name, evidence) in try trainings(of: checkpoints, pipes: pipes, progress: progress) {
      found.append(ObservedTraining(name: found.isEmpty || !name.isEmpty ? name : "checkpoints", evidence: evidence))
    }
    return found
  }

  private static func trainings(
    in folder: String, progress: (Int, Int) -> Void
  ) throws(FileError) -> [(name: String, evidence: HealthEvidence)] {
    if try CheckpointFolder.isRun(folder) { return [("", try HealthEvidence(run: folder, progress: progress))] }
    let runs = try CheckpointFolder.runs(in: folder)
    var found: [(name: String, evidence: HealthEvidence)] = []
    for run in runs { found.append((run, try HealthEvidence(run: folder + "/" + run, progress: progress))) }
    // The event files inside those are theirs.
    let logs = try EventFolder.files(in: folder).filter { log in !runs.contains { log.run == $0 || log.run.hasPrefix($0 + "/") } }
    found += try trainings(of: logs)
    if found.isEmpty {
      found += try trainings(of: try CheckpointFolder.files(in: folder), progress: progress)
    }
    guard !found.isEmpty else {
      throw FileError(
        .cannotRead, path: folder, "holds no training: neither a run directory nor event files nor checkpoints",
        hint: "event files have tfevents in their name; checkpoints end with \(CheckpointFolder.endings.joined(separator: ", "))")
    }
    return found.count == 1 && runs.isEmpty ? [("", found[0].evidence)] : found
  }

  private static func trainings(
    of checkpoints: [String], pipes: [String: InputFile] = [:], progress: (Int, Int) -> Void
  ) throws(FileError) -> [(name: String, evidence: HealthEvidence)] {
    var found: [(name: String, evidence: HealthEvidence)] = []
    for (name, series) in try CheckpointSeries.networks(in: checkpoints, pipes: pipes) {
      found.append((name, try HealthEvidence(series, progress: progress)))
    }
    return found
  }

  /// Of a log directory that has event files itself, folders below it without any distributions are parts of its training: PyTorch's
  /// `add_scalars` and `add_hparams` make such ones.
  private static func trainings(of logs: [EventFolder.Found]) throws(FileError) -> [(name: String, evidence: HealthEvidence)] {
    var found: [(name: String, evidence: HealthEvidence)] = []
    for group in groups(logs) { found.append((group.name, try HealthEvidence(events: group.files))) }
    guard found.count > 1, let own = found.first(where: { $0.name == "." }), own.evidence.hasTensors,
      !found.contains(where: { $0.name != "." && $0.evidence.hasTensors })
    else { return found }
    return [(".", try HealthEvidence(events: logs))]
  }

  private static let partNames: Set = ["train", "training", "val", "valid", "validation", "test", "eval"]

  /// Event files by the training that they belong to, each with its folder below the training's.
  static func groups(_ files: [EventFolder.Found]) -> [(name: String, files: [EventFolder.Found])] {
    let folders = Set(files.map(\.run))
    func training(of run: String) -> String {
      var parts = run.split(separator: "/")
      if let last = parts.last, partNames.contains(last.lowercased()) { parts.removeLast() }
      // The topmost folder above that has event files of its own; a log directory's own files do not make one of all that is below.
      for length in 1..<max(parts.count, 1) where folders.contains(parts[..<length].joined(separator: "/")) {
        return parts[..<length].joined(separator: "/")
      }
      return parts.isEmpty ? "." : parts.joined(separator: "/")
    }
    var groups: [(name: String, files: [EventFolder.Found])] = []
    for file in files {
      let name = training(of: file.run)
      let below = file.run == name ? "." : name == "." ? file.run : String(file.run.dropFirst(name.count + 1))
      let found = EventFolder.Found(path: file.path, run: below)
      if let index = groups.firstIndex(where: { $0.name == name }) { groups[index].files.append(found) } else { groups.append((name, [found])) }
    }
    return groups
  }
}
