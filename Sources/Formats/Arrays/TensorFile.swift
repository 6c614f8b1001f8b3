internal import Tensors

/// A tensor in a file, as its header describes it: its elements have not been touched yet.
public struct StoredTensor: Sendable, Hashable {
  public var name: String
  /// The scalar as the field calls it: `float32`, `bfloat16`, `int8`, `q8_0`.
  public var typeName: String
  public var shape: [Int]
  /// What its elements take in the file, uncompressed, in bytes.
  public var byteCount: Int
  /// The tensor before it whose elements are the same ones in the file: tied weights.
  public var tiedTo: String?

  public init(name: String, typeName: String, shape: [Int], byteCount: Int, tiedTo: String? = nil) {
    self.name = name
    self.typeName = typeName
    self.shape = shape
    self.byteCount = byteCount
    self.tiedTo = tiedTo
  }

  public var count: Int { shape.reduce(1, *) }
}

/// A file of named tensors, of whatever format. Opening reads what lists them; elements are read when they are asked for.
public protocol TensorFile: Sendable {
  /// As messages call the file.
  var path: String { get }
  /// What it is, after "this is": `a safetensors file`.
  var formatName: String { get }
  /// In the order of the file.
  var tensors: [StoredTensor] { get }
  /// What a reader of the list should know: objects that are no tensors, classes that were not understood.
  var remarks: [String] { get }

  /// What the columns of a table are called; nil where nobody named them.
  func columnNames(of name: String) -> [String]?

  /// The tensor of that name.
  /// - Throws: `badData` where there is none, or it is damaged; `unsupported` for scalars that are listed but not read.
  func read(_ name: String) throws(FileError) -> NumericArray

  /// Finds out whether the tensor's elements can be read at all, without touching them.
  /// - Throws: `unsupported` for scalars that are listed but not read, and for ways of keeping elements that are not known.
  func checkReadable(_ name: String) throws(FileError)

  /// Calls `body` with the elements in row-major order, a block of a few MiB at a time, so that memory holds only one.
  /// - Throws: As ``read(_:)``, and what `body` throws.
  func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError)

  /// Calls `body` with blocks of `grain` elements in the order in which the file has them, the last one shorter, on all threads, and
  /// `merge` with what it makes of each, in their order, on the calling one: how statistics are made that do not depend on the number of
  /// threads. A damaged tensor may show at its end only: what was made of blocks is worth nothing then.
  /// - Throws: As ``read(_:)``; some blocks may have been seen by then.
  func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError)
}

extension TensorFile {
  public var remarks: [String] { [] }
  public var names: [String] { tensors.map(\.name) }
  public func columnNames(of name: String) -> [String]? { nil }
  public func checkReadable(_ name: String) throws(FileError) {}

  /// Those of some tensors whose elements can be read, and what is in the way of the others.
  public func readable(among names: [String]) throws(FileError) -> (names: [String], others: [FileError]) {
    var (readable, others) = ([String](), [FileError]())
    for name in names {
      do throws(FileError) {
        try checkReadable(name)
        readable.append(name)
      } catch where error.kind == .unsupported {
        others.append(error)
      }
    }
    return (readable, others)
  }

  /// The same where `body` leaves checksums to the reader.
  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: (TensorBlock) -> Partial, merge: (Partial) -> Void
  ) throws(FileError) {
    try reduceBlocks(of: name, grain: grain, { block, _ in body(block) }, merge: merge)
  }

  /// Cuts the blocks of ``forEachBlock(of:_:)``.
  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    try forEachBlock(of: name) { block in block.reduce(grain: grain, body, merge: merge) }
  }

  /// The whole tensor as one block: for formats whose tensors cannot be read in parts.
  public func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    try read(name).asOneBlock(body)
  }
}
