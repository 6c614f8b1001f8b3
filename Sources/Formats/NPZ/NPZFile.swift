/// NumPy's archive of named arrays (`np.savez`, `np.savez_compressed`).
public struct NPZFile: TensorFile {
  private let archive: ZipArchive
  private let members: [ZipArchive.Member]
  private static let suffix = ".npy"

  /// Reads the directory of the archive. Members that are no arrays are passed over.
  /// - Throws: `badData` naming the byte where the archive is damaged.
  public init(_ file: InputFile) throws(FileError) {
    archive = try ZipArchive(file)
    members = archive.members.filter { $0.name.hasSuffix(Self.suffix) }
  }

  /// The arrays' names in the order of the archive.
  public var names: [String] { members.map { String($0.name.dropLast(Self.suffix.count)) } }

  public var path: String { archive.file.path }
  public var formatName: String { "an NPZ archive" }

  /// The arrays whose headers can be read.
  public var tensors: [StoredTensor] {
    names.compactMap { name in
      (try? summary(name)).map { StoredTensor(name: name, typeName: $0.typeName, shape: $0.shape, byteCount: $0.byteCount) }
    }
  }

  /// Why the other arrays cannot be read.
  public var remarks: [String] {
    names.compactMap { name in
      do throws(FileError) { _ = try summary(name) } catch { return [error.reason, error.place].compactMap(\.self).joined(separator: ": ") }
      return nil
    }
  }

  /// What an array's header says of it.
  /// - Throws: `badData` where there is none of that name, or its header is damaged.
  public func summary(_ name: String) throws(FileError) -> NPYFile.Summary {
    let member = try member(name)
    return try naming(name) { () throws(FileError) in
      try archive.peek(member) { stream throws(FileError) in try NPYFile.summary(from: &stream) }
    }
  }

  /// The array of that name.
  /// - Throws: `badData` where there is none or it is damaged, `unsupported` for scalars that are no numbers.
  public func read(_ name: String) throws(FileError) -> NumericArray {
    let member = try member(name)
    return try naming(name) { () throws(FileError) in
      try archive.read(member) { stream throws(FileError) in try NPYFile.read(from: &stream) }
    }
  }

  public func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    let member = try member(name)
    try naming(name) { () throws(FileError) in
      try archive.read(member) { stream throws(FileError) in
        let layout = try NPYHeader(from: &stream).layout
        try layout.forEachRowMajorBlock(from: &stream, body)
      }
    }
  }

  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    let member = try member(name)
    try naming(name) { () throws(FileError) in
      try archive.read(member) { stream throws(FileError) in
        let layout = try NPYHeader(from: &stream).layout
        try layout.reduceBlocks(from: &stream, grain: grain, body, merge: merge)
      }
    }
  }

  private func member(_ name: String) throws(FileError) -> ZipArchive.Member {
    if let member = members.first(where: { $0.name == name + Self.suffix }) { return member }
    throw FileError(.badData, path: archive.file.path, "no array \"\(name)\"; there are \(names.joined(separator: ", "))")
  }

  /// Adds the array to the place of an error.
  private func naming<Result>(_ name: String, _ body: () throws(FileError) -> Result) throws(FileError) -> Result {
    do throws(FileError) {
      return try body()
    } catch {
      var error = error
      error.place = (["array \"\(name)\""] + (error.place.map { [$0] } ?? [])).joined(separator: ", ")
      throw error
    }
  }
}
