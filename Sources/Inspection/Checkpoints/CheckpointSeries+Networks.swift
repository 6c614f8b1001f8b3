internal import Formats

extension CheckpointSeries {
  /// Files of tensors by the network that they are of: a series for each, named after its first file; the only one has no name.
  ///
  /// Two files are of one network where the tensors that both have are of the same shapes, and are at least half of what either has: a
  /// checkpoint may come with what an optimiser keeps, or without.
  /// - Throws: What opening a file of tensors throws; `badData` for a table, which is no checkpoint.
  static func networks(in paths: [String]) throws(FileError) -> [(name: String, series: CheckpointSeries)] {
    var networks: [(shapes: [String: [Int]], paths: [String])] = []
    for path in paths {
      let shapes = try shapes(in: path)
      if let index = networks.firstIndex(where: { isOneNetwork($0.shapes, shapes) }) {
        networks[index].paths.append(path)
      } else {
        networks.append((shapes, [path]))
      }
    }
    let isOnly = networks.count == 1
    return networks.map { network in
      (isOnly ? "" : String(network.paths[0].split(separator: "/").last ?? ""), CheckpointSeries(files: network.paths))
    }
  }

  private static func shapes(in path: String) throws(FileError) -> [String: [Int]] {
    let file = try InputFile(path)
    guard try FormatKind.recognize(file) != .csv else {
      throw FileError(
        .badData, path: path, "a table is no checkpoint, and without a column step it holds no losses either",
        hint: "metrics.csv has the columns step, split (train, valid or batch) and loss")
    }
    return Dictionary(try file.tensorFile().tensors.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
  }

  private static func isOneNetwork(_ a: [String: [Int]], _ b: [String: [Int]]) -> Bool {
    let common = a.keys.filter { b[$0] != nil }
    return common.allSatisfy { a[$0] == b[$0] } && 2 * common.count >= min(a.count, b.count)
  }
}
