import Fathom

/// The files of one run, opened before the work begins and named only when all are whole, the metadata last.
struct EmbeddingOutputs {
  let table: OutputFile
  let model: OutputFile?
  let picture: PictureOutput?
  /// A picture that is a page of HTML.
  let page: OutputFile?
  let projector: OutputFolder?
  let metadata: OutputFile?

  init(table: String, model: String?, picture: String?, projector: String?, metadata: String?, inputs: [String]) throws {
    let paths = [table, model, picture, projector, metadata].compactMap { $0 }
    if let twice = paths.first(where: { path in paths.count { $0 == path } > 1 }) {
      throw Failure(.usage, "\(twice == "-" ? "standard output" : twice) is named for two outputs")
    }
    self.table = try OutputFile(table, differentFrom: inputs)
    self.model = try model.map { try OutputFile($0, differentFrom: inputs) }
    let isPage = picture.map(MapPicture.isPage) ?? false
    self.picture = isPage ? nil : try picture.map { try PictureOutput($0, differentFrom: inputs) }
    page = isPage ? try picture.map { try OutputFile($0, differentFrom: inputs) } : nil
    self.projector = try projector.map { try OutputFolder($0) }
    self.metadata = try metadata.map { try OutputFile($0, differentFrom: inputs) }
  }

  func commit() throws {
    try projector?.commit()
    try OutputFile.commit([table, model, picture?.file, page, metadata].compactMap { $0 })
  }
}
