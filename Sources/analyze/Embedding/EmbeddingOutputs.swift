import Fathom

/// The files of one run, opened before the work begins and named only when all are whole, the metadata last.
struct EmbeddingOutputs {
  let table: OutputFile
  let model: OutputFile?
  let picture: PictureOutput?
  let metadata: OutputFile?

  init(table: String, model: String?, picture: String?, metadata: String?, inputs: [String]) throws {
    let paths = [table, model, picture, metadata].compactMap { $0 }
    if let twice = paths.first(where: { path in paths.count { $0 == path } > 1 }) {
      throw Failure(.usage, "\(twice == "-" ? "standard output" : twice) is named for two outputs")
    }
    self.table = try OutputFile(table, differentFrom: inputs)
    self.model = try model.map { try OutputFile($0, differentFrom: inputs) }
    self.picture = try picture.map { try PictureOutput($0, differentFrom: inputs) }
    self.metadata = try metadata.map { try OutputFile($0, differentFrom: inputs) }
  }

  func commit() throws {
    try OutputFile.commit([table, model, picture?.file, metadata].compactMap { $0 })
  }
}
