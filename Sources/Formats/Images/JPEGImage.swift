internal import CTurboJPEG
public import Tensors

/// Pictures in JPEG files, through libjpeg-turbo.
public enum JPEGImage {
  static let signature: [UInt8] = [0xFF, 0xD8, 0xFF]

  /// The pixels [height, width, channels] of 1 (grey) or 3 channels (RGB), 0 to 255, rows from the top. Other JPEG decoders may differ by
  /// a level or two, since the standard leaves the rounding open.
  /// - Throws: `badData` where the file is damaged, cut, or no JPEG; `unsupported` where it has four channels or more pixels than ``PNGImage/pixelLimit``.
  /// - Complexity: O(pixels)
  public static func decode(_ file: InputFile) throws(FileError) -> Tensor<UInt8> {
    guard let decoder = tjInitDecompress() else { fatalError("libjpeg-turbo does not start") }
    defer { tjDestroy(decoder) }
    func failure(_ kind: FileError.Kind, _ reason: String, at offset: Int = 0) -> FileError {
      FileError(kind, path: file.path, reason, at: "byte \(offset)")
    }
    guard file.bytes.starts(with: signature) else { throw failure(.badData, "no JPEG file: it does not begin as one") }
    let bytes = file.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    var (width, height, sampling, colors): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    guard tjDecompressHeader3(decoder, bytes, UInt(file.count), &width, &height, &sampling, &colors) == 0 else {
      throw failure(.badData, "damaged JPEG: libjpeg-turbo says \"\(message(decoder))\"")
    }
    let (pixels, overflow) = Int(width).multipliedReportingOverflow(by: Int(height))
    // Of a header that is cut off the library knows no size, or no colours, and says nothing.
    guard width > 0, height > 0, colors >= 0 else { throw failure(.badData, "damaged or truncated JPEG: the header gives no size", at: file.count) }
    guard !overflow, pixels <= PNGImage.pixelLimit else {
      throw failure(.unsupported, "a picture of \(width) times \(height) pixels; at most \(PNGImage.pixelLimit) are read")
    }
    guard colors != Int32(TJCS_CMYK.rawValue), colors != Int32(TJCS_YCCK.rawValue) else {
      throw failure(.unsupported, "a JPEG of four channels, as printers use them")
    }
    // A block of 8 times 8 pixels takes a bit at least, even where it repeats the one before; arithmetic coding may take less.
    guard pixels / 4096 <= file.count else {
      throw failure(.badData, "\(file.count) bytes cannot hold the \(width) times \(height) pixels that the header claims")
    }
    let isGrey = colors == Int32(TJCS_GRAY.rawValue)
    let channels = isGrey ? 1 : 3
    let format = Int32(isGrey ? TJPF_GRAY.rawValue : TJPF_RGB.rawValue)
    var isWhole = false
    let image = Tensor<UInt8>(uninitialized: [Int(height), Int(width), channels]) { buffer in
      buffer.initialize(repeating: 0)
      // What is cut off is a warning to the library and an error here.
      isWhole = tjDecompress2(
        decoder, bytes, UInt(file.count), buffer.baseAddress, width, 0, height, format, Int32(TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING)) == 0
    }
    guard isWhole else { throw failure(.badData, "damaged or truncated JPEG: libjpeg-turbo says \"\(message(decoder))\"", at: file.count) }
    return image
  }

  private static func message(_ decoder: tjhandle) -> String { String(cString: tjGetErrorStr2(decoder)) }
}
