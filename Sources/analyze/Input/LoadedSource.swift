import Fathom

/// The rows of a source, with what belongs to each.
struct LoadedSource {
  /// As messages call it.
  var name: String
  /// What of a run the rows are; nil for other sources.
  var part: String?
  /// Shape [rows, columns]. Bytes, as images have them, stay bytes until a method needs more: they take a quarter of the memory.
  var samples: NumericArray
  var labels: Labels?
  /// The words for integer labels, where there are any.
  var labelNames: [String]?
  /// What each point looks like, where the rows come from images. Shape [points, ...]; the rows of several steps share them.
  var images: NumericArray?
  /// What each row is called, where that is not its place: a unit's number, for the rows of several steps.
  var indices: [Int]?
  /// The step of training that each row belongs to, where there are several.
  var steps: [Int]?
  /// What the user should know about how the source was read.
  var notes: [String] = []

  var rowCount: Int { samples.shape[0] }
  var columnCount: Int { samples.shape[1] }
  /// How many steps the rows belong to.
  var stepCount: Int { Set(steps ?? [0]).count }
}

extension LoadedSource {
  /// Refuses what no method can work on.
  func check() throws {
    guard rowCount > 0, columnCount > 0 else {
      throw Failure(.badData, "\(name): nothing to embed: \(rowCount) rows of \(columnCount) columns")
    }
    if let labels, labels.count != rowCount {
      throw Failure(.badData, "\(name): \(rowCount) rows, but \(labels.count) labels")
    }
    if let (row, column, value) = samples.firstNonFinite {
      let text = value.isNaN ? "NaN (or a missing value)" : "\(value)"
      throw Failure(
        .badData, "\(name): \(text): row \(row), column \(column), counted from 0; a map needs finite numbers",
        hint: "drop or fill such rows first")
    }
  }
}
