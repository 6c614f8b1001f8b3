/// The tensors of a safetensors file, as Hugging Face's libraries, PyTorch users and Fathom's own runs write them.
///
/// Opening reads the header alone. The data stay in the mapped file until a tensor is asked for.
public struct SafetensorsFile: TensorFile {
  public typealias Entry = SafetensorsEntry

  private let file: InputFile
  /// The tensors in the order of their data.
  public let entries: [Entry]
  /// The text under `__metadata__`, in the order of the header.
  public let metadata: [(name: String, value: String)]
  private let indices: [String: Int]

  /// Reads the header, in time linear in its length.
  /// - Throws: `badData` naming the byte, and the tensor where it is one, of whatever the format does not allow; `unsupported` for
  ///   scalars that the format does not know.
  public init(_ file: InputFile) throws(FileError) {
    let header = try SafetensorsHeader(file)
    self.file = file
    entries = header.entries
    metadata = header.metadata
    indices = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($0.element.name, $0.offset) })
  }

  public var path: String { file.path }
  public var formatName: String { "a safetensors file" }
  public var tensors: [StoredTensor] { entries.map(\.stored) }

  /// The tensors' names in the order of their data.
  public var names: [String] { entries.map(\.name) }

  /// What the header says of the tensor of that name; nil where there is none.
  public func entry(_ name: String) -> Entry? { indices[name].map { entries[$0] } }

  /// The tensor of that name: halves and eighths as Float, integers as ``NumericArray`` says.
  /// - Throws: `badData` where there is none of that name, `unsupported` for complex numbers and for floats of less than eight bits.
  public func read(_ name: String) throws(FileError) -> NumericArray {
    var (layout, stream) = try elements(of: name)
    do throws(FileError) { return try layout.read(from: &stream) } catch { throw error.naming(name) }
  }

  public func checkReadable(_ name: String) throws(FileError) { _ = try elements(of: name) }

  public func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    var (layout, stream) = try elements(of: name)
    try layout.forEachBlock(from: &stream, body)
  }

  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    var (layout, stream) = try elements(of: name)
    try layout.reduceBlocks(from: &stream, grain: grain, body, merge: merge)
  }

  private func elements(of name: String) throws(FileError) -> (layout: ArrayLayout, stream: MemoryStream) {
    guard let entry = entry(name) else {
      throw FileError(.badData, path: path, "no tensor \"\(name)\"; there are \(names.firstFew)")
    }
    guard let type = entry.type.elementType else {
      throw FileError(.unsupported, path: path, "\(entry.type.rawValue) is not read").naming(name)
    }
    return (ArrayLayout(elementType: type, isBigEndian: false, dimensions: entry.shape), MemoryStream(file, entry.bytes))
  }

  /// All tensors in the order of their data.
  public func arrays() throws(FileError) -> [NamedArray] {
    var arrays: [NamedArray] = []
    for entry in entries { arrays.append(NamedArray(entry.name, try read(entry.name))) }
    return arrays
  }
}

extension [String] {
  /// Joined by commas, the first few if there are many.
  var firstFew: String {
    if isEmpty { return "none" }
    return prefix(8).joined(separator: ", ") + (count > 8 ? " and \(count - 8) more" : "")
  }
}
