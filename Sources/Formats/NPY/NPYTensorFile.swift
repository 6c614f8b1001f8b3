/// An NPY file, of which opening reads the header alone.
struct NPYTensorFile: TensorFile {
  private let file: InputFile
  private let summary: NPYFile.Summary
  private static let name = "array"

  init(_ file: InputFile) throws(FileError) {
    self.file = file
    summary = try file.readUncompressed(toEnd: false) { stream throws(FileError) in
      let header = try NPYHeader(from: &stream)
      try header.layout.checkSize(in: stream)
      return NPYFile.Summary(header)
    }
  }

  var path: String { file.path }
  var formatName: String { "an NPY file" }
  var tensors: [StoredTensor] {
    [StoredTensor(name: Self.name, typeName: summary.typeName, shape: summary.shape, byteCount: summary.byteCount)]
  }

  func read(_ name: String) throws(FileError) -> NumericArray {
    try check(name)
    return try NPYFile.read(file)
  }

  func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    try check(name)
    try file.readUncompressed { stream throws(FileError) in
      let layout = try NPYHeader(from: &stream).layout
      try layout.forEachRowMajorBlock(from: &stream, body)
    }
  }

  func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    try check(name)
    try file.readUncompressed { stream throws(FileError) in
      let layout = try NPYHeader(from: &stream).layout
      try layout.reduceBlocks(from: &stream, grain: grain, body, merge: merge)
    }
  }

  private func check(_ name: String) throws(FileError) {
    guard name == Self.name else { throw FileError(.badData, path: path, "no array \"\(name)\"; there is \(Self.name)") }
  }
}
