import Fathom

extension TensorFile {
  /// The array of that name, with what its columns are called.
  func array(_ name: String) throws -> NamedArray {
    NamedArray(name, try read(name), columnNames: columnNames(of: name))
  }

  /// Those of some tensors whose elements can be read; what is left out is told on standard error.
  /// - Throws: What is in the way of the first one, where there are some and none can be read.
  func readableNames(among names: [String]) throws -> [String] {
    let (readable, others) = try readable(among: names)
    if readable.isEmpty, let first = others.first { throw first }
    others.forEach { StandardError.write("analyze: \($0.description.singleLine); left out\n") }
    return readable
  }
}

extension [String] {
  /// Joined by commas, the first few if there are many.
  var listed: String {
    prefix(8).joined(separator: ", ") + (count > 8 ? " and \(count - 8) more" : "")
  }
}
