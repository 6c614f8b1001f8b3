internal import Tensors

/// The tensors of a GGUF file, as llama.cpp and its kin use them.
///
/// Opening reads what lists them. Quantised tensors of the kinds q4_0, q4_1, q5_0, q5_1 and q8_0 are read as the numbers that they stand
/// for; others are listed.
public struct GGUFFile: TensorFile {
  private let file: InputFile
  private let entries: [GGUFHeader.Entry]
  private let indices: [String: Int]

  /// - Throws: `badData` of whatever the format does not allow, `unsupported` for other versions than 2 and 3.
  public init(_ file: InputFile) throws(FileError) {
    self.file = file
    entries = try GGUFHeader(file).entries
    indices = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($0.element.name, $0.offset) })
  }

  public var path: String { file.path }
  public var formatName: String { "a GGUF model" }
  public var tensors: [StoredTensor] {
    entries.map { StoredTensor(name: $0.name, typeName: $0.type.name, shape: $0.shape, byteCount: $0.bytes.count) }
  }

  public func read(_ name: String) throws(FileError) -> NumericArray {
    let entry = try entry(name)
    if let numbers = numbers(of: entry) {
      var stream = numbers.stream
      do throws(FileError) { return try numbers.layout.read(from: &stream) } catch { throw error.naming(name) }
    }
    let blocks = entry.bytes.count / entry.type.blockBytes
    return .float(
      Tensor(uninitialized: Shape(entry.shape)) { target in
        if let target = target.baseAddress { decode(entry, 0..<blocks, to: target) }
      })
  }

  public func checkReadable(_ name: String) throws(FileError) { _ = try entry(name) }

  public func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    let entry = try entry(name)
    if let numbers = numbers(of: entry) {
      var stream = numbers.stream
      return try numbers.layout.forEachBlock(from: &stream, body)
    }
    let blocks = entry.bytes.count / entry.type.blockBytes
    let step = Self.elementsAtOnce / entry.type.blockCount
    for start in stride(from: 0, to: blocks, by: step) {
      let range = start..<min(start + step, blocks)
      let piece = NumericArray.float(Tensor(uninitialized: [range.count * entry.type.blockCount]) { decode(entry, range, to: $0.baseAddress!) })
      try piece.asOneBlock(body)
      let first = entry.bytes.lowerBound
      file.release(first + range.lowerBound * entry.type.blockBytes..<first + range.upperBound * entry.type.blockBytes)
    }
  }

  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    let entry = try entry(name)
    if let numbers = numbers(of: entry) {
      var stream = numbers.stream
      return try numbers.layout.reduceBlocks(from: &stream, grain: grain, body, merge: merge)
    }
    try forEachBlock(of: name) { block in block.reduce(grain: grain, body, merge: merge) }
  }

  /// The elements of a tensor that is not quantised.
  private func numbers(of entry: GGUFHeader.Entry) -> (layout: ArrayLayout, stream: MemoryStream)? {
    guard case .plain(let type) = entry.type.encoding else { return nil }
    return (ArrayLayout(elementType: type, isBigEndian: false, dimensions: entry.shape), MemoryStream(file, entry.bytes))
  }

  /// What is decoded in one go: 4 MiB of floats.
  private static let elementsAtOnce = 1 << 20

  private func decode(_ entry: GGUFHeader.Entry, _ blocks: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    nonisolated(unsafe) let (base, target) = (file.bytes.baseAddress! + entry.bytes.lowerBound, target)
    Parallel.forEachRange(of: blocks.count, grain: 1 << 12) { _, range in
      for block in range {
        entry.type.decode(base + (blocks.lowerBound + block) * entry.type.blockBytes, to: target + block * entry.type.blockCount)
      }
    }
  }

  private func entry(_ name: String) throws(FileError) -> GGUFHeader.Entry {
    guard let index = indices[name] else {
      throw FileError(.badData, path: path, "no tensor \"\(name)\"; there are \(entries.map(\.name).firstFew)")
    }
    guard entries[index].type.encoding != .other else {
      throw FileError(
        .unsupported, path: path, "\(entries[index].type.name) is listed and not read", hint: "requantise it: llama-quantize FILE out.gguf Q8_0"
      ).naming(name)
    }
    return entries[index]
  }
}
