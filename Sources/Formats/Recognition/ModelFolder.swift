/// A folder that somebody names where a file of tensors is wanted.
public enum ModelFolder {
  /// Its file of tensors: the index of its shards, or else the only such file; nil where there is none in it or in folders inside it.
  /// - Throws: `cannotRead` listing the files that there are, where there are several; `unsupported` for a SavedModel of TensorFlow.
  public static func file(in path: String) throws(FileError) -> String? {
    let names = try Folder.names(in: path)
    if names.contains("saved_model.pb") { throw ForeignFormat.savedModel.error(path) }
    let indices = names.filter { name in name.hasSuffix(".index.json") || name.hasSuffix(".weights.json") }
    if indices.count == 1 { return "\(path)/\(indices[0])" }
    let files = names.filter { isOfTensors("\(path)/\($0)") }
    if files.count == 1 { return "\(path)/\(files[0])" }
    let inner = files.isEmpty ? try self.files(below: path) : files
    guard !inner.isEmpty else { return nil }
    throw FileError(.cannotRead, path: path, "is a directory, in which files of tensors are: \(inner.firstFew)", hint: "name one of them")
  }

  private static let endings = [".pt", ".pth", ".bin", ".ckpt", ".pkl", ".safetensors", ".onnx", ".h5", ".hdf5", ".keras", ".gguf", ".mat", ".npz"]
  private static let mostFolders = 200
  private static let greatestDepth = 4

  /// By its ending, so that not every file is opened, and then by what is in it.
  private static func isOfTensors(_ path: String) -> Bool {
    let name = path.fileName.lowercased()
    guard !name.hasPrefix("."), endings.contains(where: name.hasSuffix), Folder.hasFile(path) else { return false }
    return (try? FormatKind.recognize(InputFile(path))).map { ![.csv, .picture, .idx, .shards].contains($0) } ?? false
  }

  private static func files(below path: String) throws(FileError) -> [String] {
    var found: [String] = []
    var waiting = [(path: path, prefix: "", depth: 0)]
    var visited = 0
    while !waiting.isEmpty, visited < mostFolders {
      let (folder, prefix, depth) = waiting.removeFirst()
      visited += 1
      guard let names = try? Folder.names(in: folder) else { continue }
      for name in names where !name.hasPrefix(".") {
        let inner = "\(folder)/\(name)"
        if Folder.exists(inner), !Folder.isLink(inner) {
          if depth < greatestDepth { waiting.append((inner, prefix + name + "/", depth + 1)) }
        } else if isOfTensors(inner) {
          found.append(prefix + name)
        }
      }
    }
    return found
  }
}
