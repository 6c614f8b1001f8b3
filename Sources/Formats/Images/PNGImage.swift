internal import CPNG
public import Tensors

/// Pictures as PNG files, through libpng.
///
/// Pixels are a tensor [height, width, channels] of 1 (grey), 3 (RGB) or 4 channels (RGBA, not premultiplied), 0 to 255, rows from the top.
public enum PNGImage {
  /// More pixels than any picture in a data set has; a file that claims more is refused.
  public static let pixelLimit = PNGHeader.pixelLimit

  /// The pixels of a PNG of any kind: palettes become RGB, grey with transparency becomes RGBA, 16 bits become 8, and numbers that
  /// a gamma chunk says are not those of sRGB become so.
  /// - Throws: `badData` where the file is damaged, `unsupported` where it has more pixels than ``pixelLimit``.
  /// - Complexity: O(pixels); nothing is allocated on the header's word alone.
  public static func decode(_ file: InputFile) throws(FileError) -> Tensor<UInt8> {
    let header = try PNGHeader(file)
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    guard png_image_begin_read_from_memory(&image, file.bytes.baseAddress, file.count) != 0 else { throw damaged(file, &image) }
    // Samples of 16 bits are taken to be sRGB's unless the file says otherwise, as 8-bit ones are.
    image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
    let (color, alpha) = (png_uint_32(PNG_FORMAT_FLAG_COLOR), png_uint_32(PNG_FORMAT_FLAG_ALPHA))
    image.format = image.format & alpha != 0 ? color | alpha : image.format & color
    let channels = image.format & alpha != 0 ? 4 : image.format == 0 ? 1 : 3
    let shape: Shape = [header.height, header.width, channels]
    var isWhole = false
    let pixels = Tensor<UInt8>(uninitialized: shape) { buffer in
      // libpng fills what it can read; the rest must hold something all the same.
      buffer.initialize(repeating: 0)
      isWhole = png_image_finish_read(&image, nil, buffer.baseAddress, 0, nil) != 0
    }
    guard isWhole else { throw damaged(file, &image) }
    return pixels
  }

  /// A PNG file of `pixels`, [height, width] or [height, width, channels].
  /// - Precondition: Both extents are at least 1 and there are 1, 3 or 4 channels.
  /// - Complexity: O(pixels)
  public static func encode(_ pixels: Tensor<UInt8>) -> [UInt8] {
    let (height, width) = (pixels.shape[0], pixels.shape[1])
    let channels = pixels.shape.count == 2 ? 1 : pixels.shape[2]
    precondition(
      (2...3).contains(pixels.shape.count) && height > 0 && width > 0 && [1, 3, 4].contains(channels),
      "no picture has the shape \(pixels.shape); it is [height, width] or [height, width, 1, 3 or 4]")
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    let color = png_uint_32(PNG_FORMAT_FLAG_COLOR)
    image.format = channels == 1 ? 0 : channels == 3 ? color : color | png_uint_32(PNG_FORMAT_FLAG_ALPHA)
    // Deflate makes nothing much larger; libpng says how much it needs where that guess is too small.
    let rawSize = height * (width * channels + 1)
    var size = rawSize + rawSize / 500 + 1024
    return pixels.withUnsafeBufferPointer { buffer in
      while true {
        var isWritten = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
          let capacity = size
          isWritten = png_image_write_to_memory(&image, target.baseAddress, &size, 0, buffer.baseAddress, 0, nil) != 0
          count = isWritten ? Swift.min(size, capacity) : 0
        }
        if isWritten { return bytes }
        precondition(size > bytes.capacity, "libpng: \(message(of: &image))")
      }
    }
  }

  private static func damaged(_ file: InputFile, _ image: inout png_image) -> FileError {
    FileError(.badData, path: file.path, "damaged PNG: libpng says \"\(message(of: &image))\"")
  }

  private static func message(of image: inout png_image) -> String {
    withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
