import Fathom

/// What a run does and what it takes, from the shape of its rows alone.
struct EmbeddingPlan: CustomStringConvertible {
  let rows: Int
  let columns: Int
  /// The columns left by a first PCA; nil without one.
  let reducedColumns: Int?
  let method: String
  let memory: ByteSize
  /// By the clock, within a factor of two or so.
  let seconds: Double

  init(_ request: EmbeddingRequest, for source: LoadedSource) {
    (rows, columns) = (source.rowCount, source.columnCount)
    let scalarSize = source.samples.scalarSize
    let dimensions = request.method.dimensions
    switch request.method.method {
    case .tsne:
      reducedColumns = Self.reducedColumns(request.method, rows: rows, columns: columns)
      let cost = request.tsne.settings(request.method, seed: 0).plan(count: rows, dimensions: reducedColumns ?? columns)
      method = "t-SNE, \(cost.iterations) iterations, \(cost.gradient.title) gradient"
      let pca = reducedColumns == nil ? 0 : Self.pcaSeconds(rows: rows, columns: columns)
      memory = ByteSize(
        bytes: Self.programBytes + Self.inputBytes(rows, columns, scalarSize, isReduced: reducedColumns != nil) + cost.bytes)
      seconds = pca + cost.seconds
    case .pca, .umap, .pacmap:
      reducedColumns = nil
      method = request.method.method.rawValue.uppercased()
      memory = ByteSize(
        bytes: Self.programBytes + Self.inputBytes(rows, columns, scalarSize, isReduced: true)
          + rows * dimensions * MemoryLayout<Float>.size)
      seconds = Self.pcaSeconds(rows: rows, columns: columns)
    }
  }

  /// Reducing by default keeps Euclidean distances nearly as they are; other metrics would change their meaning.
  private static func reducedColumns(_ options: EmbeddingOptions, rows: Int, columns: Int) -> Int? {
    switch options.pca {
    case .off?: nil
    case .components(let count)?: count < columns ? min(count, rows) : nil
    case nil where options.metric == .euclidean && columns > Reduction.columnsLeftAlone: min(Reduction.columnsLeftAlone, rows)
    case nil: nil
    }
  }

  // MARK: - What it takes

  /// The program, its libraries and their buffers.
  private static let programBytes = 48 << 20

  /// The rows as read; widened to Float unless a PCA reads them in blocks, and then its covariance.
  private static func inputBytes(_ rows: Int, _ columns: Int, _ scalarSize: Int, isReduced: Bool) -> Int {
    let read = rows * columns * scalarSize
    let widened = scalarSize == MemoryLayout<Float>.size || isReduced && scalarSize == 1 ? 0 : rows * columns * MemoryLayout<Float>.size
    let smaller = min(rows, columns)
    return read + widened + (isReduced ? 4 * smaller * smaller * MemoryLayout<Float>.size : 0)
  }

  private static func pcaSeconds(rows: Int, columns: Int) -> Double {
    let smaller = Double(min(rows, columns))
    return Double(rows) * Double(columns) * smaller / 1.2e11 + smaller * smaller * smaller / 5e9
  }

  var size: String {
    "\(rows) rows of \(columns) columns"
  }

  var description: String {
    let reduction = reducedColumns.map { ", reduced to \($0) by PCA" } ?? ""
    return """
      method: \(method)
      data: \(size)\(reduction)
      memory: about \(memory)
      time: about \(Self.duration(seconds))

      """
  }

  private static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<1: "1 s"
    case ..<120: "\(Int(seconds.rounded(.up))) s"
    case ..<7200: "\(Int((seconds / 60).rounded(.up))) min"
    default: "\(Int((seconds / 3600).rounded(.up))) h"
    }
  }
}
