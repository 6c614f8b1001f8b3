public import Formats

extension CheckpointSeries {
  /// The series at `paths`: each run directory is one, each run directory in a folder, and the checkpoints in a folder together; all
  /// single files together are another. Each has a name that tells it from the others, empty for the only one.
  /// - Throws: `cannotRead` where a folder has no checkpoints, and what reading throws.
  public static func all(at paths: [String]) throws(FileError) -> [(name: String, series: CheckpointSeries)] {
    var found: [(name: String, series: CheckpointSeries)] = []
    for folder in paths where Folder.exists(folder) {
      let series = try all(in: folder)
      for (name, series) in series {
        let parts = [paths.count > 1 ? folder : "", name].filter { !$0.isEmpty }
        found.append((parts.joined(separator: "/"), series))
      }
    }
    let files = paths.filter { !Folder.exists($0) }
    if !files.isEmpty { found.append((found.isEmpty ? "" : "checkpoints", CheckpointSeries(files: files))) }
    return found
  }

  private static func all(in folder: String) throws(FileError) -> [(name: String, series: CheckpointSeries)] {
    if try CheckpointFolder.isRun(folder) { return [("", try CheckpointSeries(run: folder))] }
    let runs = try CheckpointFolder.runs(in: folder)
    if !runs.isEmpty {
      var found: [(name: String, series: CheckpointSeries)] = []
      for run in runs { found.append((run, try CheckpointSeries(run: folder + "/" + run))) }
      return found
    }
    let files = try CheckpointFolder.files(in: folder)
    guard !files.isEmpty else {
      throw FileError(
        .cannotRead, path: folder, "is a folder with neither a run directory nor checkpoints in it",
        hint: "checkpoints end with \(CheckpointFolder.endings.joined(separator: ", "))")
    }
    return [("", CheckpointSeries(files: files))]
  }
}
