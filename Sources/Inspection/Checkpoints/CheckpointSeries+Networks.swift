internal import Formats

extension CheckpointSeries {
  /// Files of tensors by the network that they are of: a series for each, named after its first file; the only one has no name.
  ///
  /// Two files are of one network where the tensors that both have are of the same shapes, and are at least half of what the one with
  /// fewer has: a checkpoint may come with what an optimiser keeps, or without.
  /// - Parameter pipes: Those of the files that can be opened only once, opened.
  /// - Throws: What opening a file of tensors throws; `badData` for a table, which is no checkpoint.
  static func networks(
    in paths: [String], pipes: [String: InputFile] = [:]
  ) throws(FileError) -> [(name: String, series: CheckpointSeries)] {
    var networks: [(shapes: [String: [Int]], files: [(path: String, opened: (any TensorFile)?)])] = []
    for path in paths {
      let tensors = if let pipe = pipes[path] { try tensors(of: pipe) } else { try tensors(of: InputFile(path)) }
      let shapes = Dictionary(tensors.tensors.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
      // The others are opened again when their turn comes: there may be thousands.
      let entry = (path, pipes[path] == nil ? nil : tensors)
      if let index = networks.firstIndex(where: { isOneNetwork($0.shapes, shapes) }) {
        networks[index].files.append(entry)
      } else {
        networks.append((shapes, [entry]))
      }
    }
    let isOnly = networks.count == 1
    return networks.map { network in
      (isOnly ? "" : String(network.files[0].path.split(separator: "/").last ?? ""), CheckpointSeries(files: network.files))
    }
  }

  private static func tensors(of file: InputFile) throws(FileError) -> any TensorFile {
    guard try FormatKind.recognize(file) != .csv else {
      throw FileError(
        .badData, path: file.path, "a table is no checkpoint, and without a column step it holds no losses either",
        hint: "metrics.csv has the columns step, split (train, valid or batch) and loss")
    }
    return try file.tensorFile()
  }

  private static func isOneNetwork(_ a: [String: [Int]], _ b: [String: [Int]]) -> Bool {
    let common = a.keys.filter { b[$0] != nil }
    return common.allSatisfy { a[$0] == b[$0] } && 2 * common.count >= min(a.count, b.count)
  }
}
