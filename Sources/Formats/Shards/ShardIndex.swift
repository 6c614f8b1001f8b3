/// The list of the files that a model was cut into: `weight_map` in a JSON file beside them.
struct ShardIndex {
  let path: String
  /// For each tensor the file that it is in; in an index by Keras for each group of weights all files that have some of it.
  private(set) var entries: [(name: String, files: [String])] = []
  /// Whether it names groups, as Keras does.
  private(set) var isOfGroups = false

  /// - Throws: `badData` where the index is damaged.
  init(_ index: InputFile) throws(FileError) {
    path = index.path
    var hasMap = false
    var scanner = JSONScanner(index)
    try scanner.beginObject("the index")
    while let key = try scanner.nextKey() {
      guard key == "weight_map" else {
        try scanner.skipValue()
        continue
      }
      hasMap = true
      try scanner.beginObject("weight_map")
      while let name = try scanner.nextKey() { entries.append((name, try files(&scanner))) }
    }
    try scanner.finish()
    guard hasMap else { throw FileError(.badData, path: index.path, "no index of shards: it has no weight_map") }
    if let empty = entries.first(where: { $0.files.isEmpty }) { throw FileError(.badData, path: path, "the index names no file").naming(empty.name) }
    isOfGroups = isOfGroups || entries.contains { $0.name.hasPrefix("/") }
  }

  private mutating func files(_ scanner: inout JSONScanner) throws(FileError) -> [String] {
    guard try scanner.nextKind() == .array else { return [try scanner.string("the file of a tensor")] }
    isOfGroups = true
    var files: [String] = []
    try scanner.beginArray("the files of a group")
    while try scanner.nextElement() { files.append(try scanner.string("the file of a group")) }
    return files
  }

  /// Where a file lies that the index names: beside it, so that no index leads anywhere else.
  func path(of file: String, for tensor: String) throws(FileError) -> String {
    let isPlain = !file.isEmpty && file != "." && file != ".." && !file.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    guard isPlain else { throw FileError(.badData, path: path, "\"\(file)\" is no plain name of a file beside the index").naming(tensor) }
    return path.directoryPath + "/" + file
  }
}
