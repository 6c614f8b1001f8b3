internal import Formats
internal import Training

/// What a folder is to those who look for checkpoints.
enum CheckpointFolder {
  /// What the names of checkpoints end with.
  static let endings = [".safetensors", ".pt", ".pth", ".ckpt", ".npz", ".h5", ".keras", ".onnx", ".gguf"]

  /// Whether it is a run directory with something in it. A folder `checkpoints` of other files than a run's makes no run.
  static func isRun(_ folder: String) throws(FileError) -> Bool {
    guard RunDirectory.isRun(folder) else { return false }
    let run = try RunDirectory(folder)
    guard run.description == nil else { return true }
    let hasCheckpoints = try !run.steps(.checkpoint).isEmpty
    let hasActivations = try !run.steps(.activations).isEmpty
    return hasCheckpoints || hasActivations
  }

  /// The run directories in it, by name.
  static func runs(in folder: String) throws(FileError) -> [String] {
    var runs: [String] = []
    for name in try Folder.names(in: folder) where try isRun(folder + "/" + name) { runs.append(name) }
    return runs
  }

  /// The files of checkpoints in it, or in its folder `checkpoints`.
  static func files(in folder: String) throws(FileError) -> [String] {
    for place in [folder, folder + "/checkpoints"] where Folder.exists(place) {
      let names = try Folder.names(in: place).filter { name in endings.contains { name.hasSuffix($0) } }
      if !names.isEmpty { return names.map { place + "/" + $0 } }
    }
    return []
  }
}
