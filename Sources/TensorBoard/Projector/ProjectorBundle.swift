public import Formats
public import Tensors

/// Points for TensorBoard's Projector page: their vectors, what is known of each, what each looks like, and a map of them that was
/// computed elsewhere and opens at a click, however many points there are.
///
///     var bundle = ProjectorBundle(name: "digits", vectors: samples)
///     bundle.columns = [.init("label", labels.map(String.init))]
///     bundle.map = ProjectorMap(name: "t-SNE", coordinates: coordinates)
///     let folder = try OutputFolder("projector")
///     try bundle.write(to: folder)
///     try folder.commit()
///
/// Sources: projector_plugin.py and projector_config.proto of TensorBoard; the page's own code for limits and bookmarks.
public struct ProjectorBundle: Sendable {
  /// The page is sent no more points than these.
  public static let pointLimit = 100_000

  /// What the page calls the points.
  public var name: String
  /// Shape [points, dimensions].
  public var vectors: Tensor<Float>
  /// Columns, each with one text a point. One called ``ProjectorColumn/sequence`` draws lines from point to point.
  public var columns: [ProjectorColumn] = []
  /// Shape [points, height, width] or [points, height, width, channels], with 1, 3 or 4 channels.
  public var pictures: Tensor<UInt8>?
  public var map: ProjectorMap?

  /// - Precondition: `vectors` has two axes, both of at least one entry, and at most ``pointLimit`` rows.
  public init(name: String, vectors: Tensor<Float>) {
    precondition(
      vectors.rank == 2 && vectors.count > 0 && vectors.shape[0] <= Self.pointLimit,
      "the projector shows 1 to \(Self.pointLimit) points in the rows of a matrix, not shape \(vectors.shape)")
    self.name = name
    self.vectors = vectors
  }

  var pointCount: Int { vectors.shape[0] }

  /// Writes the files into `folder`, which the caller commits.
  /// - Precondition: Columns, pictures and map have as many rows as there are points.
  public func write(to folder: OutputFolder) throws(FileError) {
    precondition(columns.allSatisfy { $0.texts.count == pointCount }, "the columns must have one text for each of \(pointCount) points")
    precondition(pictures.map { $0.shape[0] == pointCount } ?? true, "the pictures must be one for each of \(pointCount) points")
    precondition(map.map { $0.coordinates.shape[0] == pointCount } ?? true, "the map must have a row for each of \(pointCount) points")
    // The page looks for this file, so it gets its name last.
    let configuration = try folder.file("projector_config.pbtxt", isLast: true)
    var embedding = TextMessage()
    embedding.add("tensor_name", name)
    let tensors = ProjectorTensors(vectors)
    embedding.add("tensor_path", tensors.fileName)
    for extent in vectors.shape { embedding.add("tensor_shape", extent) }
    try tensors.write(to: folder.file(tensors.fileName))
    if let metadata = ProjectorMetadata(columns) {
      embedding.add("metadata_path", "metadata.tsv")
      try folder.file("metadata.tsv").write(metadata.text)
    }
    if let map {
      embedding.add("bookmarks_path", "bookmarks.txt")
      // A column without a header is called so by the page.
      let column = columns.count == 1 ? columns.map { ProjectorColumn("label", $0.texts) }.first : columns.first
      try map.write(ofVectors: vectors.shape, colored: column, to: folder.file("bookmarks.txt"))
    }
    if let pictures {
      let sprite = Sprite(of: pictures)
      embedding.add("sprite") { message in
        message.add("image_path", "sprite.png")
        message.add("single_image_dim", sprite.pictureWidth)
        message.add("single_image_dim", sprite.pictureHeight)
      }
      try folder.file("sprite.png").write(PNGImage.encode(sprite.pixels))
    }
    try folder.file("events.out.tfevents.0000000000.projector").write(Self.emptyLog)
    var message = TextMessage()
    message.add("embeddings", embedding)
    try configuration.write(message.text)
  }

  /// An event file that logs nothing: by one of these TensorBoard knows a folder below its log directory for a run, whose Projector it shows.
  private static var emptyLog: [UInt8] {
    var (encoder, log) = (EventEncoder(), [UInt8]())
    let version = encoder.encode(Event(wallTime: 0, step: 0, content: .fileVersion(Event.version)))
    version.withUnsafeBytes { RecordFrame.append($0, to: &log) }
    return log
  }
}
