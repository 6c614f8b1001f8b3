import Fathom

/// Labels in a file of their own: a column of a table, or an array of whole numbers.
enum LabelFile {
  static func read(_ path: String) throws -> Labels {
    let input = try InputFile(path)
    guard try FormatKind.recognize(input) == .csv else {
      let file = try input.tensorFile()
      guard let name = file.names.count == 1 ? file.names[0] : file.names.first(where: { $0.lowercased().hasPrefix("label") }) else {
        throw Failure(.badData, "\(path): \(file.names.count) arrays, none of them named labels")
      }
      return try labels(file.array(name), path: path)
    }
    var options = CSVOptions()
    options.requiresNumbers = false
    let table = try Table<Float>(csv: input, options)
    let named = table.columns.first { $0.name?.lowercased() == "label" }
    guard let column = named ?? (table.columns.count == 1 ? table.columns[0] : nil) else {
      throw Failure(.badData, "\(path): \(table.columns.count) columns, none of them named label")
    }
    return Labels(texts: table.texts(of: column))
  }

  static func labels(_ array: NamedArray, path: String) throws -> Labels {
    guard let values = array.values.integers(), array.values.count == array.values.shape.first ?? 1 else {
      throw FileError(
        .badData, path: path, "labels are one whole number for each row, not \(array.values.scalarName) \(array.values.shape)",
        at: "array \"\(array.name)\"")
    }
    return .integers(values)
  }
}
