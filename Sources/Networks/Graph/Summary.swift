public import Tensors

/// The layers of a graph as a table: name, kind, output shape, parameters.
public struct Summary: Sendable, CustomStringConvertible {
  public struct Row: Sendable, Hashable {
    public let name: String
    public let kind: String
    /// Without the batch axis.
    public let outputShape: Shape
    public let parameters: [String]
    public let parameterCount: Int
  }

  public let rows: [Row]
  public let parameterCount: Int
  public let trainableCount: Int

  public init(_ graph: Graph) {
    rows = graph.nodes.compactMap { node -> Row? in
      guard node.parameter == nil else { return nil }
      let parameters = node.inputs.map { graph[$0] }.filter { $0.parameter != nil }
      return Row(
        name: node.name, kind: node.kind, outputShape: Shape(Array(node.shape.dimensions.dropFirst())),
        parameters: parameters.map(\.name), parameterCount: parameters.reduce(0) { $0 + $1.shape.elementCount })
    }
    let all = graph.parameters.map { graph[$0] }
    parameterCount = all.reduce(0) { $0 + $1.shape.elementCount }
    trainableCount = all.filter { $0.parameter!.isTrainable }.reduce(0) { $0 + $1.shape.elementCount }
  }

  public var description: String {
    let header = ["name", "kind", "output shape", "parameters"]
    let cells = rows.map { [$0.name, $0.kind, $0.outputShape.description, $0.parameterCount == 0 ? "" : String($0.parameterCount)] }
    let widths = header.indices.map { column in ([header] + cells).map { $0[column].count }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      var text = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        text += column == row.count - 1 ? padding + cell : cell + padding + "  "
      }
      while text.last == " " { text.removeLast() }
      return text
    }
    let rule = String(repeating: "-", count: widths.reduce(0, +) + 2 * (widths.count - 1))
    let total = "\(parameterCount) parameters, \(trainableCount) trained"
    return ([line(header), rule] + cells.map(line) + [rule, total]).joined(separator: "\n")
  }
}
