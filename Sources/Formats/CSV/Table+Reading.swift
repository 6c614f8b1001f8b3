// Concrete, so that the parser's loops are compiled for the scalar here, where their bodies are known.

extension Table where Scalar == Float {
  /// Reads comma-, semicolon-, tab- or blank-separated text. Numbers are rounded once, to the nearest Float.
  /// - Throws: `badData` naming line and column (from 1) where the text is no table.
  public init(csv file: InputFile, _ options: CSVOptions = CSVOptions()) throws(FileError) {
    var reader = try CSVReader<Float>(file, options)
    self = try reader.read()
  }
}

extension Table where Scalar == Double {
  /// Reads comma-, semicolon-, tab- or blank-separated text.
  /// - Throws: `badData` naming line and column (from 1) where the text is no table.
  public init(csv file: InputFile, _ options: CSVOptions = CSVOptions()) throws(FileError) {
    var reader = try CSVReader<Double>(file, options)
    self = try reader.read()
  }
}
