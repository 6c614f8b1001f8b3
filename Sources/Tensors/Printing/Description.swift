extension Tensor: CustomStringConvertible {
  /// The elements as NumPy prints them: eight digits, columns aligned, lines of at most 75 characters, and only three elements from each
  /// end of an axis where there are more than a thousand in all.
  public var description: String {
    if rank == 0 { return Tensor.scalarText(self) }
    if count == 0 { return "[]" }
    let isSummary = count > ArrayText.threshold
    let shown = isSummary ? edges() : self
    let text = ArrayText(
      words: Tensor.words(shown), shape: shown.shape,
      summarized: shape.indices.map { isSummary && shape[$0] > 2 * ArrayText.edgeItems })
    return text.render()
  }

  /// The first and last elements of each long axis.
  private func edges() -> Tensor {
    let edge = ArrayText.edgeItems
    return shape.indices.reduce(self) { part, axis in
      shape[axis] > 2 * edge ? part.take(Array(0..<edge) + Array(-edge..<0), axis: axis) : part
    }
  }

  private static func words(_ tensor: Tensor) -> [String] {
    switch Scalar.kind {
    case .bool: Tensor<Bool>(tensor).scalars.map { $0 ? " True" : "False" }
    case .uint8, .int32, .int64: IntegerText.words(Tensor<Int>(tensor).scalars)
    case .float32: FloatingText(Tensor<Float>(tensor).scalars).words
    case .float64: FloatingText(Tensor<Double>(tensor).scalars).words
    }
  }

  private static func scalarText(_ tensor: Tensor) -> String {
    switch Scalar.kind {
    case .bool: Tensor<Bool>(tensor).item ? "True" : "False"
    case .uint8, .int32, .int64: "\(Tensor<Int>(tensor).item)"
    case .float32: FloatingText<Float>.scalarText(Tensor<Float>(tensor).item)
    case .float64: FloatingText<Double>.scalarText(Tensor<Double>(tensor).item)
    }
  }
}

extension Tensor: CustomDebugStringConvertible {
  public var debugDescription: String { "Tensor<\(Scalar.self)> \(shape)\n\(description)" }
}

/// Brackets, lines and dots around the words of the elements.
private struct ArrayText {
  static let threshold = 1000
  static let edgeItems = 3
  static let lineWidth = 75

  /// In row-major order, all of one width as far as that is wanted.
  let words: [String]
  let shape: Shape
  /// The axes in whose middle elements were left out.
  let summarized: [Bool]

  func render() -> String { render(axis: 0, first: 0, indent: " ", width: Self.lineWidth) }

  /// The part that begins with word `first`. `indent` is what further lines start with, `width` how long they may be.
  private func render(axis: Int, first: Int, indent: String, width: Int) -> String {
    let text = axis == shape.rank - 1 ? row(first, indent, width) : block(axis, first, indent, width)
    return "[" + text.dropFirst(indent.count) + "]"
  }

  private func row(_ first: Int, _ indent: String, _ width: Int) -> String {
    var text = ""
    var line = indent
    func append(_ word: String) {
      if line.count + word.count > width - 1 && line.count > indent.count {
        while line.last == " " { line.removeLast() }
        text += line + "\n"
        line = indent
      }
      line += word
    }
    for column in 0..<shape[shape.rank - 1] {
      if column > 0 { line += " " }
      if summarized[shape.rank - 1] && column == Self.edgeItems {
        append("...")
        line += " "
      }
      append(words[first + column])
    }
    return text + line
  }

  private func block(_ axis: Int, _ first: Int, _ indent: String, _ width: Int) -> String {
    let size = shape.dimensions[(axis + 1)...].reduce(1, *)
    let lineBreak = String(repeating: "\n", count: shape.rank - 1 - axis)
    var parts = (0..<shape[axis]).map {
      indent + render(axis: axis + 1, first: first + $0 * size, indent: indent + " ", width: width - 1)
    }
    if summarized[axis] { parts.insert(indent + "...", at: Self.edgeItems) }
    return parts.joined(separator: lineBreak)
  }
}

private enum IntegerText {
  static func words(_ values: [Int]) -> [String] {
    let words = values.map { "\($0)" }
    let width = words.map(\.count).max() ?? 0
    return words.map { String(repeating: " ", count: width - $0.count) + $0 }
  }
}
