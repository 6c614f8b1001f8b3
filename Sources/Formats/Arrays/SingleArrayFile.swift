/// A file of one array, read whole: a table, an IDX.
struct SingleArrayFile: TensorFile {
  let path: String
  let formatName: String
  private let array: NamedArray

  init(_ array: NamedArray, of file: InputFile, formatName: String) {
    path = file.path
    self.formatName = formatName
    self.array = array
  }

  var tensors: [StoredTensor] {
    let values = array.values
    return [
      StoredTensor(
        name: array.name, typeName: values.scalarName, shape: values.shape.dimensions,
        byteCount: values.count * values.scalarSize)
    ]
  }

  func columnNames(of name: String) -> [String]? { name == array.name ? array.columnNames : nil }

  func read(_ name: String) throws(FileError) -> NumericArray {
    guard name == array.name else {
      throw FileError(.badData, path: path, "no array \"\(name)\"; there is \(array.name)")
    }
    return array.values
  }
}
