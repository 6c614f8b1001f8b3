/// An array with the name that its file gives it.
public struct NamedArray: Sendable {
  public var name: String
  public var values: NumericArray
  /// Where it comes from a table with a header.
  public var columnNames: [String]?

  public init(_ name: String, _ values: NumericArray, columnNames: [String]? = nil) {
    self.name = name
    self.values = values
    self.columnNames = columnNames
  }
}

extension InputFile {
  /// All arrays of a file, whatever its format: those of an NPZ or a safetensors file by their names, `array` for the one of an NPY,
  /// `data` for that of an IDX, `table` for the numbers of a CSV, as Double.
  /// - Throws: `unsupported` for formats that Fathom does not read.
  public func arrays() throws(FileError) -> [NamedArray] {
    switch try FormatKind.recognize(self) {
    case .csv:
      let table = try Table<Double>(csv: self)
      return [NamedArray("table", .double(table.numbers), columnNames: table.numberNames)]
    case .npy: return [NamedArray("array", try NPYFile.read(self))]
    case .idx: return [NamedArray("data", try IDXFile.read(self))]
    case .npz:
      let archive = try NPZFile(self)
      var arrays: [NamedArray] = []
      for name in archive.names { arrays.append(NamedArray(name, try archive.read(name))) }
      return arrays
    case .safetensors: return try SafetensorsFile(self).arrays()
    case .safetensorsIndex:
      let shards = try SafetensorsShards(index: self)
      var arrays: [NamedArray] = []
      for name in shards.names { arrays.append(NamedArray(name, try shards.read(name))) }
      return arrays
    }
  }
}
