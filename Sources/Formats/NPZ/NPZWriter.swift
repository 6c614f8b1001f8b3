/// Writes an archive of arrays that `np.load` reads.
public struct NPZWriter {
  private var zip: ZipWriter
  private let isCompressed: Bool

  /// Writes a whole archive; the output is then ready to be committed.
  public static func write(
    _ arrays: [NamedArray], to output: OutputFile, isCompressed: Bool = false
  ) throws(FileError) {
    var writer = NPZWriter(to: output, isCompressed: isCompressed)
    for array in arrays { try writer.add(array.name, array.values) }
    try writer.finish()
  }

  /// - Parameter isCompressed: Deflate, as `np.savez_compressed`; otherwise stored.
  public init(to output: OutputFile, isCompressed: Bool = false) {
    zip = ZipWriter(to: output)
    self.isCompressed = isCompressed
  }

  public mutating func add(_ name: String, _ array: NumericArray) throws(FileError) {
    let header = NPYFile.header(of: array)
    try array.withElementBytes { elements throws(FileError) in
      var failure: FileError?
      header.withUnsafeBytes { start in
        do throws(FileError) { try zip.add(name + ".npy", [start, elements], isCompressed: isCompressed) } catch { failure = error }
      }
      if let failure { throw failure }
    }
  }

  /// Writes the archive's directory; the output is then ready to be committed.
  public func finish() throws(FileError) { try zip.finish() }
}
