/// A format that Fathom knows by sight and does not read.
struct ForeignFormat {
  var kind: FileError.Kind = .unsupported
  /// What the file is, after "this is".
  var name: String
  var hint: String?

  func error(_ path: String) -> FileError {
    FileError(kind, path: path, "this is \(name)" + (kind == .unsupported ? ", which Fathom does not read" : ""), hint: hint)
  }

  /// Fixed bytes at a fixed place.
  private static let signatures: [(offset: Int, bytes: [UInt8], format: ForeignFormat)] = [
    (0, Array("GIF8".utf8), ForeignFormat(name: "a GIF image", hint: image)),
    (8, Array("WEBP".utf8), ForeignFormat(name: "a WebP image", hint: image)),
    (0, [0x49, 0x49, 0x2A, 0], ForeignFormat(name: "a TIFF image", hint: image)),
    (0, [0x4D, 0x4D, 0, 0x2A], ForeignFormat(name: "a TIFF image", hint: image)),
    (0, Array("PAR1".utf8), ForeignFormat(name: "a Parquet file", hint: "convert it: duckdb -c \"copy (from 'FILE') to 'out.csv'\"")),
    (0, Array("ARROW1".utf8), ForeignFormat(name: "an Arrow file", hint: "convert it to CSV with pandas or pyarrow")),
    (0, Array("FEA1".utf8), ForeignFormat(name: "a Feather file", hint: "convert it to CSV with pandas or pyarrow")),
    (4, Array("TFL3".utf8), ForeignFormat(name: "a TensorFlow Lite model", hint: liteModel)),
    (0, Array("CDF".utf8) + [1], netCDF), (0, Array("CDF".utf8) + [2], netCDF), (0, Array("CDF".utf8) + [5], netCDF),
    (0, Array("SR".utf8) + [0, 4], ForeignFormat(name: "a save file of IDL", hint: "convert it with scipy.io.readsav and numpy.savez")),
    (0, [0x04, 0x22, 0x4D, 0x18], ForeignFormat(name: "an LZ4 file", hint: "decompress it first: lz4 -d")),
    (0, Array("SQLite format 3".utf8), ForeignFormat(name: "an SQLite database", hint: "export a table: sqlite3 -header -csv")),
    (0, Array("%PDF".utf8), ForeignFormat(name: "a PDF document")),
    (257, Array("ustar".utf8), ForeignFormat(name: "a tar archive", hint: "unpack it first")),
    (0, Array("BZh".utf8), ForeignFormat(name: "a bzip2 file", hint: "decompress it first: bunzip2")),
    (0, [0xFD] + Array("7zXZ".utf8), ForeignFormat(name: "an xz file", hint: "decompress it first: unxz")),
    (0, [0x28, 0xB5, 0x2F, 0xFD], ForeignFormat(name: "a zstd file", hint: "decompress it first: unzstd")),
    (0, Array("7z".utf8) + [0xBC, 0xAF], ForeignFormat(name: "a 7z archive", hint: "unpack it first")),
    (24, Array("brain.Event".utf8), events), (23, Array("brain.Event".utf8), events),
  ]

  private static let texts: [(start: String, format: ForeignFormat)] = [
    ("<!doctype", webPage), ("<html", webPage),
    (
      "version https://git-lfs",
      ForeignFormat(kind: .badData, name: "a Git LFS pointer, not the file itself", hint: "fetch the file: git lfs pull")
    ),
    ("<?xml", ForeignFormat(name: "an XML document")),
    ("{", ForeignFormat(name: "a JSON document", hint: "convert it to CSV, for instance with jq or pandas")),
    ("[", ForeignFormat(name: "a JSON document", hint: "convert it to CSV, for instance with jq or pandas")),
  ]

  private static let pyTorchTar = ForeignFormat(
    name: "a file of PyTorch 0.1", hint: "re-save it with PyTorch before 2.6: torch.save(torch.load(file), path)")
  private static let netCDF = ForeignFormat(name: "a NetCDF file before version 4", hint: "make it one of version 4, which is read: nccopy -k nc4 in.nc out.nc")
  private static let liteModel =
    "convert it in Python: import numpy, tensorflow; i = tensorflow.lite.Interpreter('FILE'); i.allocate_tensors(); "
    + "numpy.savez('weights.npz', **{t['name'].replace('/', '.'): i.get_tensor(t['index']) for t in i.get_tensor_details()})"
  private static let image = "convert it to an array with NumPy and Pillow"
  private static let events = ForeignFormat(name: "a TensorBoard event file")
  private static let webPage = ForeignFormat(kind: .badData, name: "a web page, not the file that was asked for", hint: "download it again")

  /// What the first bytes show; nil where they show nothing foreign.
  static func recognize(_ head: Head) -> ForeignFormat? {
    if head.bytes.allSatisfy({ $0 == 0 }) {
      return ForeignFormat(kind: .badData, name: "a file of zeros, as a failed download leaves it", hint: "download it again")
    }
    // The first format of PyTorch: a tar archive of these members.
    if head.starts(with: Array("ustar".utf8), at: 257), ["sys_info", "pickle", "tensors", "storages"].contains(where: { head.starts(with: Array($0.utf8) + [0]) }) {
      return pyTorchTar
    }
    if head.isSavedModel { return savedModel }
    if head.isCoreML { return ForeignFormat(name: "a Core ML model", hint: "save the weights of the model that it was made from") }
    if let match = signatures.first(where: { head.starts(with: $0.bytes, at: $0.offset) }) { return match.format }
    if let match = texts.first(where: { head.text(startsWith: $0.start) }) { return match.format }
    return nil
  }

  // MARK: - TensorFlow

  static let savedModel = ForeignFormat(
    name: "a SavedModel of TensorFlow", hint: "its weights are in variables/; convert them in Python: " + tensorFlow("FOLDER/variables/variables"))
  private static let checkpoint = ForeignFormat(name: "the index of a TensorFlow checkpoint", hint: "convert it in Python: " + tensorFlow("the path without .index"))
  private static let checkpointData = ForeignFormat(
    name: "a part of a TensorFlow checkpoint", hint: "convert the checkpoint in Python: " + tensorFlow("the path without .data-..."))

  private static func tensorFlow(_ path: String) -> String {
    "import numpy, tensorflow; r = tensorflow.train.load_checkpoint('\(path)'); numpy.savez('weights.npz', "
      + "**{n.replace('/', '.'): r.get_tensor(n) for n, t in r.get_variable_to_dtype_map().items() if t.is_floating or t.is_integer})"
  }

  /// What the end of a file shows. The elements of a checkpoint have nothing but their name to tell.
  static func recognize(end file: InputFile, name: String) -> ForeignFormat? {
    // A table of LevelDB.
    if file.bytes.count >= 48, file.bytes.suffix(8).elementsEqual([0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB]) { return checkpoint }
    let parts = name.split(separator: ".").last?.split(separator: "-") ?? []
    let isPart = parts.count == 4 && parts[0] == "data" && parts[2] == "of" && [parts[1], parts[3]].allSatisfy { $0.count == 5 && Int($0) != nil }
    return isPart ? checkpointData : nil
  }

  // MARK: - Archives

  /// What the members of a zip archive show; nil for NumPy's.
  /// - Parameter isWhole: Whether these are all of them.
  static func recognize(members: [String], isWhole: Bool = true) -> ForeignFormat? {
    func has(_ test: (String) -> Bool) -> Bool { members.contains(where: test) }
    if members.isEmpty || has({ $0.hasSuffix(".npy") }) { return nil }
    if has({ $0 == "[Content_Types].xml" || $0.hasPrefix("xl/") }) {
      return ForeignFormat(name: "an Excel workbook", hint: "save the sheet as CSV")
    }
    if has({ $0.hasSuffix("/data/weights/model_weights_config.json") }) {
      return ForeignFormat(name: "a torch.export archive", hint: "save its weights: torch.save(torch.export.load(file).state_dict, path)")
    }
    if has({ $0.hasSuffix(".weights.h5") }) { return ForeignFormat(name: "a Keras model in several files", hint: "unpack it, its .weights.h5 files are read") }
    guard isWhole else { return nil }
    let models = members.filter { name in [".pt", ".pth", ".bin", ".ckpt", ".safetensors", ".onnx", ".h5", ".keras", ".gguf", ".mat"].contains { name.lowercased().hasSuffix($0) } }
    return ForeignFormat(
      name: "a zip archive without arrays", hint: "unpack it first" + (models.isEmpty ? "" : "; models may be in \(models.firstFew)"))
  }
}
