import Fathom

/// The CSV of a map: `index`, the coordinates, `step` for the rows of several steps, then `label` and `name` where the rows have them.
enum EmbeddingTable {
  static func write(_ coordinates: Tensor<Float>, of source: LoadedSource, to output: OutputFile) throws {
    try CSVWriter().write(columns(coordinates, of: source), to: output)
  }

  /// - Parameter coordinates: [rows, dimensions]
  static func columns(_ coordinates: Tensor<Float>, of source: LoadedSource) -> [CSVColumn] {
    let (rows, dimensions) = (coordinates.shape[0], coordinates.shape[1])
    var columns = [CSVColumn("index", .integers(source.indices ?? Array(0..<rows)))]
    coordinates.withUnsafeBufferPointer { values in
      for axis in 0..<dimensions {
        let column = stride(from: axis, to: values.count, by: dimensions).map { values[$0] }
        columns.append(CSVColumn(axisName(axis, of: dimensions), .floats(column)))
      }
    }
    if let steps = source.steps { columns.append(CSVColumn("step", .integers(steps))) }
    switch source.labels {
    case nil: break
    case .texts(let texts)?: columns.append(CSVColumn("label", .text(texts)))
    case .integers(let labels)?:
      columns.append(CSVColumn("label", .integers(labels)))
      if let names = source.labelNames {
        let texts = labels.map { names.indices.contains($0) ? names[$0] : "" }
        columns.append(CSVColumn("name", .text(texts)))
      }
    }
    return columns
  }

  private static func axisName(_ axis: Int, of dimensions: Int) -> String {
    dimensions <= 3 ? ["x", "y", "z"][axis] : "x\(axis + 1)"
  }
}
