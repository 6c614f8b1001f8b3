import Fathom

/// Every singular value as CSV: `index,value,tensor`, descending within a tensor.
struct SingularValueTable {
  let output: OutputFile
  private var stream: CSVStream

  init(to output: OutputFile) throws {
    self.output = output
    stream = try CSVStream(["index", "value", "tensor"], to: output)
  }

  mutating func append(_ spectrum: Spectrum, of tensor: String) throws {
    for (index, value) in spectrum.singularValues.enumerated() {
      stream.append(index)
      stream.append(value)
      stream.append(tensor)
      try stream.endRow()
    }
  }

  mutating func finish() throws { try stream.flush() }
}
