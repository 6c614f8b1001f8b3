internal import Formats
internal import Tensors

/// The file of the vectors: raw little-endian floats where TensorBoard can tell that they are, a table otherwise.
///
/// TensorBoard reads every file as a table of text, and takes it for raw floats when it is no UTF-8. Raw floats that look like text, as
/// those of 0, 0.5 or 2 do, it refuses; and since it may read line by line, what is no UTF-8 must come before the first end of a line.
struct ProjectorTensors {
  private let vectors: Tensor<Float>
  private let isRaw: Bool

  init(_ vectors: Tensor<Float>) {
    self.vectors = vectors
    isRaw = vectors.withUnsafeBufferPointer { Self.isRecognized(UnsafeRawBufferPointer($0)) }
  }

  var fileName: String { isRaw ? "tensors.bytes" : "tensors.tsv" }

  func write(to file: OutputFile) throws(FileError) {
    var failure: FileError?
    vectors.withUnsafeBufferPointer { values in
      do throws(FileError) {
        if isRaw { try file.write(UnsafeRawBufferPointer(values)) } else { try Self.writeTable(values, width: vectors.shape[1], to: file) }
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private static func writeTable(
    _ values: UnsafeBufferPointer<Float>, width: Int, to file: OutputFile
  ) throws(FileError) {
    var line = ""
    for start in stride(from: 0, to: values.count, by: width) {
      line.removeAll(keepingCapacity: true)
      for column in 0..<width { line += (column == 0 ? "" : "\t") + "\(values[start + column])" }
      try file.write(line + "\n")
    }
  }

  /// Whether the bytes before the first end of a line are no UTF-8.
  static func isRecognized(_ bytes: UnsafeRawBufferPointer) -> Bool {
    #if _endian(little)
      let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
      return String(validating: line, as: UTF8.self) == nil
    #else
      return false
    #endif
  }
}
