extension FormatKind {
  /// What the file is; of a gzip file, what is in it.
  /// - Throws: `unsupported` for a format that is known but not read, saying how to convert it; `badData` for what is no data at all.
  public static func recognize(_ file: InputFile) throws(FileError) -> FormatKind {
    guard file.isGzipped else {
      return try recognize(Head(Array(file.bytes.prefix(Head.length))), file)
    }
    // A few thousand bytes tell what is inside, however much that is.
    var stream = InflateStream(file, .gzip)
    return try recognize(Head(try stream.bytes(upTo: Head.length)), file)
  }

  private static func recognize(_ head: Head, _ file: InputFile) throws(FileError) -> FormatKind {
    if head.bytes.isEmpty { throw FileError(.badData, path: file.path, "the file is empty") }
    if head.starts(with: [0x50, 0x4B]) { return try recognizeArchive(head, file) }
    if head.isPrefixOrStart(of: NPYHeader.magic) { return .npy }
    if head.bytes.count >= 4, head.isPrefixOrStart(of: HDF5Superblock.signature) { return .hdf5 }
    if let kind = head.kindOfTensors {
      guard !file.isGzipped else {
        throw FileError(.unsupported, path: file.path, "\(kind.rawValue) inside gzip, which cannot be mapped", hint: "decompress it first: gunzip")
      }
      return kind
    }
    if let foreign = ForeignFormat.recognize(head) ?? ForeignFormat.recognize(end: file, name: file.path.fileName) { throw foreign.error(file.path) }
    if head.bytes.count > 3, head.starts(with: [0, 0]), (1...0x1F).contains(head.bytes[2]), (1...8).contains(head.bytes[3]) {
      return .idx
    }
    // A byte order mark of UTF-16 or UTF-32 is left to the reader of tables, which names it.
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0, 0, 0xFE, 0xFF]) { return .csv }
    if let offset = head.bytes.firstIndex(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains($0) }) {
      throw FileError(
        .badData, path: file.path, "an unknown format: neither text nor anything that Fathom knows", at: "byte \(offset)",
        hint: "CSV, NPY, NPZ, IDX, safetensors, PyTorch, ONNX, GGUF, MATLAB, HDF5, Keras, PNG and JPEG files are read")
    }
    return .csv
  }

  /// A zip archive is known by its members: NumPy's, or somebody else's.
  private static func recognizeArchive(_ head: Head, _ file: InputFile) throws(FileError) -> FormatKind {
    guard head.starts(with: ZipArchive.signature) || head.starts(with: ZipArchive.emptySignature) else { return .csv }
    var names: [String] = []
    do throws(FileError) { names = try ZipArchive(file).members.map(\.name) } catch {
      // A damaged archive still has the name of its first member at its start.
      guard let first = head.firstMemberName, let foreign = ForeignFormat.recognize(members: [first], isWhole: false) else { throw error }
      throw foreign.error(file.path)
    }
    if names.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) { return .pyTorch }
    if names.contains(KerasFile.weightsName) { return .keras }
    if let foreign = ForeignFormat.recognize(members: names) { throw foreign.error(file.path) }
    return .npz
  }
}
