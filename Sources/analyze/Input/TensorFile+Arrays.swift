import Fathom

extension TensorFile {
  /// The array of that name, with what its columns are called.
  func array(_ name: String) throws -> NamedArray {
    NamedArray(name, try read(name), columnNames: columnNames(of: name))
  }
}

extension [String] {
  /// Joined by commas, the first few if there are many.
  var listed: String {
    prefix(8).joined(separator: ", ") + (count > 8 ? " and \(count - 8) more" : "")
  }
}
