internal import Synchronization
internal import Tensors

/// A file that `torch.save` wrote, of any version since 0.2, or a TorchScript archive, or a plain pickle of NumPy arrays.
///
/// Opening reads the pickle that describes the tensors. Nothing that it names is ever run: state dictionaries, lists, modules and
/// objects of unknown classes are looked through as data, and names that only an attack uses are refused. Elements stay in the mapped
/// file until a tensor is asked for; the CRC-32 of a record is verified when one of its tensors is.
public struct PyTorchFile: TensorFile {
  public let path: String
  public let formatName: String
  public let tensors: [StoredTensor]
  public let remarks: [String]

  private let views: [PyTorchTensor]
  private let indices: [String: Int]
  private let storages: [PyTorchStorage]
  private let archive: PyTorchArchive?
  private let verified = VerifiedRecords()

  /// - Throws: `badData` naming the byte or the tensor where the file is damaged, and where it names what only an attack would;
  ///   `unsupported` for scalars and pickles that are not known.
  public init(_ file: InputFile) throws(FileError) {
    let pickle: Pickle
    let locate: (PyTorchObjects.Claim) throws(FileError) -> PyTorchStorage
    let head = Array(file.bytes.prefix(32))
    if head.starts(with: ZipArchive.signature) {
      let archive = try PyTorchArchive(file)
      self.archive = archive
      formatName = archive.isTorchScript ? "a TorchScript archive" : "a PyTorch file"
      let place = try archive.pickle()
      let read = try PickleReader.read(place.file, place.range, label: "record \(PyTorchArchive.pickleName)")
      guard read.end == place.range.upperBound else {
        throw FileError(
          .badData, path: file.path, "\(place.range.upperBound - read.end) bytes after the end of the pickle",
          at: "record \(PyTorchArchive.pickleName), byte \(read.end - place.range.lowerBound)")
      }
      pickle = read.pickle
      locate = { claim throws(FileError) in try archive.storage(claim.key) }
    } else if PyTorchLegacy.isStart(head) {
      let legacy = try PyTorchLegacy(file)
      archive = nil
      formatName = "a PyTorch file of the format before 1.6"
      pickle = legacy.pickle
      locate = { claim throws(FileError) in try legacy.storage(claim.key) }
    } else {
      archive = nil
      formatName = "a Python pickle"
      pickle = try PickleReader.read(file, 0..<file.bytes.count).pickle
      locate = { claim throws(FileError) in
        throw FileError(.badData, path: file.path, "storage \"\(claim.key.prefix(80))\" is not in the file")
      }
    }
    path = file.path

    let names = try PyTorchNames(pickle)
    var objects = PyTorchObjects(pickle, locate: locate)
    var views: [PyTorchTensor] = []
    var stored: [StoredTensor] = []
    var unread: [String] = []
    for (name, index) in names.tensors {
      do throws(FileError) {
        guard let view = try objects.tensor(index) else {
          unread.append(name)
          continue
        }
        views.append(view)
        stored.append(StoredTensor(name: name, typeName: view.type.name, shape: view.shape, byteCount: view.type.byteCount(view.shape) ?? 0))
      } catch { throw error.naming(name) }
    }
    let ties = PyTorchTies(views)
    for (index, first) in ties.firstOfTied.enumerated() where first != index { stored[index].tiedTo = stored[first].name }
    self.views = views
    tensors = stored
    storages = objects.storages
    indices = Dictionary(uniqueKeysWithValues: stored.enumerated().map { ($0.element.name, $0.offset) })
    remarks = PyTorchRemarks.list(pickle, names, unread: unread, shared: ties.views.map { $0.map { stored[$0].name } })
  }

  /// The tensor of that name: halves and eighths as Float, quantised numbers as the Floats that they stand for, integers as
  /// ``NumericArray`` says.
  /// - Throws: `badData` where there is none of that name or its record is damaged, `unsupported` for complex numbers.
  public func read(_ name: String) throws(FileError) -> NumericArray {
    let view = try view(name)
    do throws(FileError) {
      let array = try withElements(of: view) { layout, stream throws(FileError) in try layout.read(from: &stream) }
      return dequantized(array, view)
    } catch { throw error.naming(name) }
  }

  public func checkReadable(_ name: String) throws(FileError) {
    do throws(FileError) { _ = try elementType(of: view(name)) } catch { throw error.naming(name) }
  }

  public func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    let view = try view(name)
    if view.type.isQuantized { return try read(name).asOneBlock(body) }
    do throws(FileError) {
      try withElements(of: view) { layout, stream throws(FileError) in try layout.forEachBlock(from: &stream, body) }
    } catch { throw error.naming(name) }
  }

  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    let view = try view(name)
    if view.type.isQuantized { return try read(name).reduceBlocks(grain: grain, body, merge: merge) }
    do throws(FileError) {
      try withElements(of: view) { layout, stream throws(FileError) in
        try layout.reduceBlocks(from: &stream, grain: grain, body, merge: merge)
      }
    } catch { throw error.naming(name) }
  }

  private func view(_ name: String) throws(FileError) -> PyTorchTensor {
    guard let index = indices[name] else { throw FileError(.badData, path: path, "no tensor \"\(name)\"; there are \(names.firstFew)") }
    return views[index]
  }

  private func elementType(of view: PyTorchTensor) throws(FileError) -> ElementType {
    guard let type = view.type.elementType else { throw FileError(.unsupported, path: path, "\(view.type.name) is not read") }
    guard !view.type.isQuantized || view.quantization != nil else {
      throw FileError(.unsupported, path: path, "\(view.type.name) with a scale for each channel is not read")
    }
    return type
  }

  /// What `body` makes of the elements in row-major order. The checksum of their record was verified before or is afterwards.
  private func withElements<Result>(
    of view: PyTorchTensor, _ body: (ArrayLayout, inout any ByteStream) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    let type = try elementType(of: view)
    let storage = storages[view.storage]
    let layout = ArrayLayout(elementType: type, isBigEndian: storage.isBigEndian, dimensions: view.shape)
    guard case .record(let member, let place) = storage.place, let zip = archive?.zip else {
      guard case .bytes(let file, let range) = storage.place else { preconditionFailure("a record without an archive") }
      var stream = stream(view, file, range)
      return try body(layout, &stream)
    }
    guard view.isContiguous else {
      guard let place else {
        let contents = try zip.read(member) { stream throws(FileError) in try stream.bytes(member.size, "storage \"\(storage.key)\"") }
        let file = InputFile(contents, named: path)
        var stream = stream(view, file, 0..<contents.count)
        return try body(layout, &stream)
      }
      try verified.once(storage.key) { () throws(FileError) in try zip.read(member) { _ in } }
      var stream = stream(view, zip.file, place)
      return try body(layout, &stream)
    }
    if let place, verified.contain(storage.key) {
      var stream = stream(view, zip.file, place)
      return try body(layout, &stream)
    }
    // Elements in a row are read on the way through the record, whose checksum needs all of it.
    let result = try zip.read(member) { stream throws(FileError) in
      try stream.skip(view.count == 0 ? 0 : view.offset * view.type.size)
      return try body(layout, &stream)
    }
    verified.insert(storage.key)
    return result
  }

  private func stream(_ view: PyTorchTensor, _ file: InputFile, _ range: Range<Int>) -> any ByteStream {
    guard view.isContiguous else {
      return StridedStream(file, range, elementSize: view.type.size, offset: view.offset, shape: view.shape, strides: view.strides)
    }
    if view.count == 0 { return MemoryStream(file, range.prefix(0)) }
    let start = range.lowerBound + view.offset * view.type.size
    return MemoryStream(file, start..<start + view.count * view.type.size)
  }

  private func dequantized(_ array: NumericArray, _ view: PyTorchTensor) -> NumericArray {
    guard view.type.isQuantized, let quantization = view.quantization else { return array }
    let integers = array.integers() ?? []
    let values = integers.map { Float($0 - quantization.zeroPoint) * Float(quantization.scale) }
    return .float(Tensor(values, shape: array.shape))
  }
}

/// Which records of an archive were found whole.
private final class VerifiedRecords: Sendable {
  private let keys = Mutex<Set<String>>([])

  func contain(_ key: String) -> Bool { keys.withLock { $0.contains(key) } }
  func insert(_ key: String) { keys.withLock { _ = $0.insert(key) } }

  func once(_ key: String, _ verify: () throws(FileError) -> Void) throws(FileError) {
    if contain(key) { return }
    try verify()
    insert(key)
  }
}
