/// A model cut into several safetensors files, which `*.safetensors.index.json` lists.
///
/// The files must lie beside the index: a name with a folder in it is refused, so that no index leads anywhere else.
public struct SafetensorsShards: TensorFile {
  /// The path of the index.
  public let path: String
  /// The tensors' names in the order of the index.
  public let names: [String]
  private let shards: [SafetensorsFile]
  private let shardOfName: [String: Int]

  /// Reads the index and the header of every file that it names.
  /// - Throws: `badData` where the index is damaged, names a file elsewhere, or a tensor that its file has not; what opening a file throws.
  public init(index: InputFile) throws(FileError) {
    path = index.path
    let map = try Self.weightMap(of: index)
    names = map.map(\.tensor)
    var shards: [SafetensorsFile] = []
    var indexOfFile: [String: Int] = [:]
    var shardOfName: [String: Int] = [:]
    for (tensor, name) in map {
      if indexOfFile[name] == nil {
        guard Self.isPlain(name) else {
          throw FileError(.badData, path: index.path, "\"\(name)\" is no plain name of a file beside the index").naming(tensor)
        }
        indexOfFile[name] = shards.count
        shards.append(try SafetensorsFile(try InputFile(index.path.directoryPath + "/" + name)))
      }
      guard let position = indexOfFile[name], shards[position].entry(tensor) != nil else {
        throw FileError(.badData, path: index.path, "the index says that it is in \(name), which has it not").naming(tensor)
      }
      shardOfName[tensor] = position
    }
    self.shards = shards
    self.shardOfName = shardOfName
  }

  public var formatName: String { "an index of safetensors files" }
  public var tensors: [StoredTensor] { names.compactMap { entry($0)?.stored } }

  /// What its file's header says of the tensor of that name; nil where the index has none.
  public func entry(_ name: String) -> SafetensorsFile.Entry? { shardOfName[name].flatMap { shards[$0].entry(name) } }

  /// The tensor of that name.
  /// - Throws: As ``SafetensorsFile/read(_:)``.
  public func read(_ name: String) throws(FileError) -> NumericArray {
    guard let shard = shardOfName[name] else {
      throw FileError(.badData, path: path, "no tensor \"\(name)\"; there are \(names.firstFew)")
    }
    return try shards[shard].read(name)
  }

  private static func weightMap(of index: InputFile) throws(FileError) -> [(tensor: String, file: String)] {
    var map: [(tensor: String, file: String)]?
    var scanner = JSONScanner(index)
    try scanner.beginObject("the index")
    while let key = try scanner.nextKey() {
      guard key == "weight_map" else {
        try scanner.skipValue()
        continue
      }
      var entries: [(tensor: String, file: String)] = []
      try scanner.beginObject("weight_map")
      while let tensor = try scanner.nextKey() { entries.append((tensor, try scanner.string("the file of a tensor"))) }
      map = entries
    }
    try scanner.finish()
    guard let map else { throw FileError(.badData, path: index.path, "no index of safetensors files: it has no weight_map") }
    return map
  }

  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
  }
}
