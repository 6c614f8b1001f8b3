internal import Tensors

/// The weights of an ONNX model: initialisers, and the values of Constant nodes by the names of their outputs, those of graphs inside
/// nodes and of functions too.
///
/// A tensor in a file of its own, as ONNX's test data are, is read too: by its name, or as `array`.
///
/// Opening walks the whole graph but touches no weights. Data in other files are read where these lie in the model's folder.
public struct ONNXFile: TensorFile {
  private let file: InputFile
  private let isTensor: Bool
  private let entries: [ONNXTensor]
  public let remarks: [String]
  private let indices: [String: Int]

  /// - Throws: `badData` where the file is damaged, or a node takes what nothing makes; `unsupported` for types that ONNX does not have.
  public init(_ file: InputFile) throws(FileError) {
    self.file = file
    let graph: ONNXGraph
    isTensor = ONNXTensor.isStart(Array(file.bytes.prefix(ONNXTensor.startLength)))
    do { graph = isTensor ? try ONNXGraph(tensor: file.bytes) : try ONNXGraph(model: file.bytes) } catch {
      throw FileError(error.kind, path: file.path, error.reason, at: "byte \(error.offset)")
    }
    var entries = graph.tensors
    var indices: [String: Int] = [:]
    for index in entries.indices {
      // Graphs inside graphs may use a name again.
      var (name, number) = (entries[index].name, 2)
      while indices[name] != nil {
        name = "\(entries[index].name)#\(number)"
        number += 1
      }
      entries[index].name = name
      indices[name] = index
    }
    self.entries = entries
    self.indices = indices
    remarks = graph.sparseCount > 0 ? ["\(graph.sparseCount) sparse initialisers are not read"] : []
  }

  public var path: String { file.path }
  public var formatName: String { isTensor ? "a tensor of ONNX" : "an ONNX model" }
  public var tensors: [StoredTensor] {
    entries.map { entry in
      StoredTensor(
        name: entry.name, typeName: entry.typeName ?? "\(entry.dataType)", shape: entry.dimensions,
        byteCount: entry.elementType?.byteCount(entry.dimensions) ?? entry.raw?.count ?? 0)
    }
  }

  public func read(_ name: String) throws(FileError) -> NumericArray { try entry(name).read(from: file) }

  public func checkReadable(_ name: String) throws(FileError) {
    do throws(FileError) { _ = try entry(name).extent(file) } catch { throw error.naming(name) }
  }

  public func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    let entry = try entry(name)
    guard let (layout, bytes) = try entry.bytes(in: file) else { return try entry.read(from: file).asOneBlock(body) }
    var stream = bytes
    try layout.forEachBlock(from: &stream, body)
  }

  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    let entry = try entry(name)
    guard let (layout, bytes) = try entry.bytes(in: file) else {
      return try entry.read(from: file).reduceBlocks(grain: grain, body, merge: merge)
    }
    var stream = bytes
    try layout.reduceBlocks(from: &stream, grain: grain, body, merge: merge)
  }

  private func entry(_ name: String) throws(FileError) -> ONNXTensor {
    guard let index = indices[name] else {
      throw FileError(.badData, path: path, "no tensor \"\(name)\"; there are \(entries.map(\.name).firstFew)")
    }
    return entries[index]
  }
}
