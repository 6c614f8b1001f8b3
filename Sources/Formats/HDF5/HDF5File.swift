/// The data sets of an HDF5 file, as Keras, h5py and MATLAB 7.3 write it: a subset of the format, read without its library.
///
/// Read are numbers, contiguous, compact or in chunks of every index (deflate, shuffle, LZF, Fletcher's sum), in groups of the old kind
/// and the new. Data in other files are refused; soft and external links are not followed. Opening walks the groups and the indices of
/// chunks; elements are read when asked for, a row of chunks at a time. Checksums are verified on the way.
public struct HDF5File: TensorFile {
  private let file: InputFile
  private let datasets: [HDF5Dataset]
  private let indices: [String: Int]
  private let ties: [String?]
  public let remarks: [String]
  /// What groups call themselves in an attribute `name`, by their path.
  let groupNames: [String: String]

  /// - Throws: `badData` naming the byte of what is damaged, `unsupported` for what is beyond the subset.
  public init(_ file: InputFile) throws(FileError) { try self.init(file, verifyingChecksums: true) }

  /// For tests with damaged files, of which the checksums of structures would hide most.
  @_spi(Fuzzing) public init(_ file: InputFile, verifyingChecksums: Bool) throws(FileError) {
    let superblock = try HDF5Superblock(file, verifyingChecksums: verifyingChecksums)
    let groups = try HDF5Groups(superblock)
    var datasets: [HDF5Dataset] = []
    var firsts: [Int: Int] = [:]
    var ties: [String?] = []
    // Each chunk is listed by one data set alone, so that all lists together are no longer than the file.
    var restOfChunks = file.count / superblock.offsetSize
    for (name, address, object) in groups.datasets {
      if let first = firsts[address] {
        var again = datasets[first]
        ties.append(again.name)
        again.name = name
        datasets.append(again)
        continue
      }
      do throws(FileError) {
        var dataset = try HDF5Dataset(name, object, superblock)
        if case .chunks(let chunks) = dataset.storage {
          restOfChunks -= chunks.grid.boxCount
          if restOfChunks < 0 { dataset.storage = .unread(FileError(.unsupported, path: file.path, "more chunks than the file can list")) }
        }
        firsts[address] = datasets.count
        datasets.append(dataset)
        ties.append(nil)
      } catch { throw error.naming(name) }
    }
    self.file = file
    groupNames = groups.names
    self.datasets = datasets
    self.ties = ties
    indices = Dictionary(datasets.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
    remarks =
      groups.remarks
      + datasets.compactMap { dataset in
        guard case .unread(let error) = dataset.storage else { return nil }
        return "\"\(dataset.name)\": \(error.reason)"
      }
  }

  public var path: String { file.path }
  public var formatName: String { "an HDF5 file" }

  public var tensors: [StoredTensor] {
    zip(datasets, ties).map {
      StoredTensor(name: $0.name, typeName: $0.element.name, shape: $0.shape, byteCount: $0.byteCount, tiedTo: $1)
    }
  }

  public func read(_ name: String) throws(FileError) -> NumericArray {
    try withStream(of: name) { layout, stream throws(FileError) in try layout.read(from: &stream) }
  }

  public func checkReadable(_ name: String) throws(FileError) {
    let dataset = try dataset(name)
    if case .unread(let error) = dataset.storage { throw error.naming(name) }
  }

  public func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    try withStream(of: name) { layout, stream throws(FileError) in try layout.forEachBlock(from: &stream, body) }
  }

  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    try withStream(of: name) { layout, stream throws(FileError) in try layout.reduceBlocks(from: &stream, grain: grain, body, merge: merge) }
  }

  private func withStream<Result>(
    of name: String, _ body: (ArrayLayout, inout any ByteStream) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    let dataset = try dataset(name)
    do throws(FileError) {
      guard let type = dataset.element.type else { throw FileError(.unsupported, path: path, "\(dataset.element.name) is not read") }
      let layout = ArrayLayout(elementType: type, isBigEndian: dataset.element.isBigEndian, dimensions: dataset.shape)
      switch dataset.storage {
      case .unread(let error): throw error
      case .bytes(let range):
        var stream: any ByteStream = MemoryStream(file, range)
        return try body(layout, &stream)
      case .chunks(let chunks):
        var stream: any ByteStream = HDF5ChunkStream(chunks, path: path)
        return try body(layout, &stream)
      }
    } catch {
      throw error.naming(name)
    }
  }

  private func dataset(_ name: String) throws(FileError) -> HDF5Dataset {
    guard let index = indices[name] else {
      throw FileError(.badData, path: path, "no tensor \"\(name)\"; there are \(names.firstFew)")
    }
    return datasets[index]
  }
}
