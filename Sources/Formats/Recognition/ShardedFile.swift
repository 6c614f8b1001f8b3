/// A model cut into several files, which `*.safetensors.index.json` or `*.bin.index.json` lists.
///
/// The files must lie beside the index: a name with a folder in it is refused, so that no index leads anywhere else.
public struct ShardedFile: TensorFile {
  /// The path of the index.
  public let path: String
  public let tensors: [StoredTensor]
  public let remarks: [String]
  private let shards: [any TensorFile]
  private let shardOfName: [String: Int]

  /// Reads the index and what lists the tensors of every file that it names.
  /// - Throws: `badData` where the index is damaged, names a file elsewhere, or a tensor that its file has not; what opening a file throws.
  public init(index: InputFile) throws(FileError) { try self.init(ShardIndex(index)) }

  init(_ index: ShardIndex) throws(FileError) {
    path = index.path
    var shards: [any TensorFile] = []
    var contents: [[String: StoredTensor]] = []
    var indexOfFile: [String: Int] = [:]
    var shardOfName: [String: Int] = [:]
    var tensors: [StoredTensor] = []
    for (tensor, files) in index.entries {
      let name = files[0]
      if indexOfFile[name] == nil {
        indexOfFile[name] = shards.count
        let shard = try Self.open(try index.path(of: name, for: tensor))
        shards.append(shard)
        contents.append(Dictionary(shard.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
      }
      guard let position = indexOfFile[name], let stored = contents[position][tensor] else {
        throw FileError(.badData, path: index.path, "the index says that it is in \(name), which has it not").naming(tensor)
      }
      shardOfName[tensor] = position
      tensors.append(stored)
    }
    self.tensors = tensors
    self.shards = shards
    self.shardOfName = shardOfName
    remarks = shards.flatMap { shard in shard.remarks.map { "\(shard.path.fileName): \($0)" } }
  }

  /// A file of an index is one of tensors, and no index itself.
  private static func open(_ path: String) throws(FileError) -> any TensorFile {
    let file = try InputFile(path)
    switch try FormatKind.recognize(file) {
    case .safetensors: return try SafetensorsFile(file)
    case .pyTorch: return try PyTorchFile(file)
    case let kind: throw FileError(.badData, path: path, "\(kind.rawValue), where an index of shards names a safetensors or PyTorch file")
    }
  }

  public var formatName: String { "an index of \(shards.count == 1 ? "1 file" : "\(shards.count) files")" }

  /// The tensor of that name.
  /// - Throws: As reading it from its file.
  public func read(_ name: String) throws(FileError) -> NumericArray { try shard(of: name).read(name) }

  public func checkReadable(_ name: String) throws(FileError) { try shard(of: name).checkReadable(name) }

  public func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    try shard(of: name).forEachBlock(of: name, body)
  }

  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    try shard(of: name).reduceBlocks(of: name, grain: grain, body, merge: merge)
  }

  private func shard(of name: String) throws(FileError) -> any TensorFile {
    guard let shard = shardOfName[name] else {
      throw FileError(.badData, path: path, "no tensor \"\(name)\"; there are \(names.firstFew)")
    }
    return shards[shard]
  }
}
