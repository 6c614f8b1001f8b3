/// What the first chunk of a PNG file claims, compared with the bytes that there are.
struct PNGHeader {
  /// More pixels than any picture in a data set has.
  static let pixelLimit = 100_000_000
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  let width: Int
  let height: Int

  init(_ file: InputFile) throws(FileError) {
    let bytes = file.bytes
    func fail(_ kind: FileError.Kind, _ reason: String, at offset: Int) -> FileError {
      FileError(kind, path: file.path, reason, at: "byte \(offset)")
    }
    func word(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard bytes.starts(with: Self.signature) else { throw fail(.badData, "no PNG file: it does not begin as one", at: 0) }
    guard bytes.count >= 33 else { throw fail(.badData, "the PNG file ends in its header", at: bytes.count) }
    guard word(8) == 13, bytes[12..<16].elementsEqual("IHDR".utf8) else {
      throw fail(.badData, "the PNG file does not begin with its header chunk", at: 8)
    }
    (width, height) = (word(16), word(20))
    guard width > 0, height > 0 else { throw fail(.badData, "a PNG file of \(width) times \(height) pixels", at: 16) }
    let pixels = width.multipliedReportingOverflow(by: height)
    guard !pixels.overflow, pixels.partialValue <= Self.pixelLimit else {
      throw fail(
        .unsupported, "a picture of \(width) times \(height) pixels; at most \(Self.pixelLimit) are read", at: 16)
    }
    // Deflate makes at most 1032 bytes of one; a pixel has at least one bit.
    let bits = Int(bytes[24]) * ([2: 3, 4: 2, 6: 4][bytes[25]] ?? 1)
    guard pixels.partialValue * Swift.max(bits, 1) / 8 <= bytes.count * 1032 else {
      throw fail(
        .badData, "\(bytes.count) bytes cannot hold the \(width) times \(height) pixels of \(bits) bits that the header claims", at: 16)
    }
  }
}
