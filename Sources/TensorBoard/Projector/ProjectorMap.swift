internal import Formats
public import Tensors

/// A map that was computed already, as a bookmark of the Projector page.
///
/// The page lists it at its lower right; a click opens it without computing anything, so the limits of what the page can run
/// (10,000 points of t-SNE, 5,000 of UMAP) do not hold for it.
public struct ProjectorMap: Sendable {
  /// What the bookmark is called.
  public var name: String
  /// Shape [points, 2] or [points, 3].
  public var coordinates: Tensor<Float>

  /// - Precondition: `coordinates` has two or three columns.
  public init(name: String, coordinates: Tensor<Float>) {
    precondition(coordinates.rank == 2 && (2...3).contains(coordinates.shape[1]), "a map has two or three columns, not shape \(coordinates.shape)")
    self.name = name
    self.coordinates = coordinates
  }

  /// - Parameter column: What the points are coloured and called by.
  func write(ofVectors shape: Shape, colored column: ProjectorColumn?, to file: OutputFile) throws(FileError) {
    // Every map goes to the tab of UMAP: opened on that of t-SNE, the page would begin to run its own t-SNE from it.
    var text = "[{\"projections\":["
    let width = coordinates.shape[1]
    var failure: FileError?
    coordinates.withUnsafeBufferPointer { values in
      do throws(FileError) {
        for row in 0..<coordinates.shape[0] {
          text += row == 0 ? "{" : ",{"
          for axis in 0..<width {
            let value = values[row * width + axis]
            text += "\(axis == 0 ? "" : ",")\"umap-\(axis)\":" + (value.isFinite ? "\(value)" : "null")
          }
          text += "}"
          if text.utf8.count > 1 << 15 {
            try file.write(text)
            text.removeAll(keepingCapacity: true)
          }
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    // The rest of the state is an object of its own, whose brace the projections took over.
    try file.write(text + "]," + state(shape, column).line.dropFirst() + "]\n")
  }

  /// What a state of the page holds beside the projections: every field that the page sets its controls from.
  private func state(_ shape: Shape, _ column: ProjectorColumn?) -> JSON {
    let isThreeDimensional = coordinates.shape[1] == 3
    let distinct = column.map { Set($0.texts).count } ?? 0
    var members: [(String, JSON)] = [
      ("label", .text(name)), ("isSelected", .bool(false)), ("selectedProjection", .text("umap")),
      ("dataSetDimensions", .array([.integer(shape[0]), .integer(shape[1])])),
      ("tSNEIteration", .integer(0)), ("tSNEPerplexity", .integer(30)), ("tSNELearningRate", .integer(10)),
      ("tSNEis3d", .bool(isThreeDimensional)), ("umapIs3d", .bool(isThreeDimensional)), ("umapNeighbors", .integer(15)),
      ("umapMinDist", .number(0.1)), ("pcaComponentDimensions", .array([.integer(0), .integer(1)])), ("selectedPoints", .array([])),
      ("cameraDef", camera(isThreeDimensional)),
    ]
    for field in ["customXLeft", "customXRight", "customYUp", "customYDown"] {
      members += [("\(field)Text", .text("")), ("\(field)Regex", .bool(false))]
    }
    if let column {
      members.append(("selectedLabelOption", .text(column.name)))
      // Beyond fifty values the page has no colours for them.
      if distinct <= 50 { members += [("selectedColorOptionName", .text(column.name)), ("forceCategoricalColoring", .bool(true))] }
    }
    return .object(members)
  }

  /// The page's own first view.
  private func camera(_ isThreeDimensional: Bool) -> JSON {
    func vector(_ values: [Double]) -> JSON { .array(values.map { .number($0) }) }
    return .object([
      ("orthographic", .bool(!isThreeDimensional)), ("position", vector(isThreeDimensional ? [0.45, 0.9, 1.6] : [0, 0, 4])),
      ("target", vector([0, 0, 0])), ("zoom", .number(1)),
    ])
  }
}
