extension InputFile {
  /// The tensors of a file, whatever its format: those of an archive by their names, `array` for the one of an NPY, `data` for that
  /// of an IDX, `pixels` [height, width, channels] for that of a picture, `table` for the numbers of a CSV, as Double. The two last are read whole.
  /// - Throws: `unsupported` for formats that Fathom does not read.
  public func tensorFile() throws(FileError) -> any TensorFile {
    switch try FormatKind.recognize(self) {
    case .csv:
      let table = try Table<Double>(csv: self)
      let array = NamedArray("table", .double(table.numbers), columnNames: table.numberNames)
      return SingleArrayFile(array, of: self, formatName: "a table")
    case .npy: return try NPYTensorFile(self)
    case .idx: return SingleArrayFile(NamedArray("data", try IDXFile.read(self)), of: self, formatName: "an IDX file")
    case .npz: return try NPZFile(self)
    case .safetensors: return try SafetensorsFile(self)
    case .shards:
      let index = try ShardIndex(self)
      return index.isOfGroups ? try KerasFile(index) : try ShardedFile(index)
    case .pyTorch, .pickle: return try PyTorchFile(self)
    case .onnx: return try ONNXFile(self)
    case .gguf: return try GGUFFile(self)
    case .matlab: return try MATLABFile(self)
    case .hdf5:
      let file = try HDF5File(self)
      return KerasFile(weights: file) ?? file
    case .keras: return try KerasFile(self)
    case .picture:
      let pixels = try bytes.starts(with: JPEGImage.signature) ? JPEGImage.decode(self) : PNGImage.decode(self)
      return SingleArrayFile(NamedArray("pixels", .uint8(pixels)), of: self, formatName: "a picture")
    }
  }

  /// All arrays of a file, as ``tensorFile()`` opens it.
  /// - Throws: As that, and what reading an array throws.
  public func arrays() throws(FileError) -> [NamedArray] {
    let file = try tensorFile()
    var arrays: [NamedArray] = []
    for name in file.names { arrays.append(NamedArray(name, try file.read(name))) }
    return arrays
  }
}
