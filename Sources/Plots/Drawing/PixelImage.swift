internal import CCairo

/// Pixels of an opaque picture.
public struct PixelImage: Sendable {
  public let width: Int
  public let height: Int
  /// Row by row from the top; red, green and blue in the lower 24 bits.
  public internal(set) var pixels: [UInt32]

  init(width: Int, height: Int, _ fill: (UnsafeMutableBufferPointer<UInt32>) -> Void) {
    (self.width, self.height) = (width, height)
    pixels = [UInt32](unsafeUninitializedCapacity: width * height) { buffer, count in
      fill(buffer)
      count = width * height
    }
  }

  /// The picture as a PNG file.
  func png() throws(DrawingError) -> [UInt8] { try PNGFile.bytes(of: self) }
}

/// PNG by way of Cairo.
enum PNGFile {
  private final class Box {
    var bytes: [UInt8] = []
  }

  static func bytes(of image: PixelImage) throws(DrawingError) -> [UInt8] {
    let box = Box()
    var status = CAIRO_STATUS_SUCCESS
    image.pixels.withUnsafeBytes { raw in
      let data = UnsafeMutablePointer(mutating: raw.bindMemory(to: UInt8.self).baseAddress)
      let surface = cairo_image_surface_create_for_data(
        data, CAIRO_FORMAT_RGB24, Int32(image.width), Int32(image.height), Int32(image.width * 4))
      status = cairo_surface_write_to_png_stream(
        surface,
        { box, data, count in
          Unmanaged<Box>.fromOpaque(box!).takeUnretainedValue().bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(box).toOpaque())
      cairo_surface_destroy(surface)
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw DrawingError("the picture cannot be encoded: \(String(cString: cairo_status_to_string(status)))")
    }
    return box.bytes
  }
}

extension PixelImage {
  /// The pixels of a PNG file; transparent ones on black.
  init(png: [UInt8]) throws(DrawingError) {
    final class Reader {
      var bytes: [UInt8]
      var position = 0
      init(_ bytes: [UInt8]) { self.bytes = bytes }
    }
    let reader = Reader(png)
    let surface = withExtendedLifetime(reader) {
      cairo_image_surface_create_from_png_stream(
        { reader, target, count in
          let reader = Unmanaged<Reader>.fromOpaque(reader!).takeUnretainedValue()
          guard reader.position + Int(count) <= reader.bytes.count else { return CAIRO_STATUS_READ_ERROR }
          for offset in 0..<Int(count) { target![offset] = reader.bytes[reader.position + offset] }
          reader.position += Int(count)
          return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(reader).toOpaque())
    }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface) else {
      throw DrawingError("this is no PNG picture")
    }
    let (width, height) = (Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface)))
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    self.init(width: width, height: height) { target in
      data.withMemoryRebound(to: UInt32.self, capacity: stride * height) { pixels in
        for row in 0..<height { (target.baseAddress! + row * width).update(from: pixels + row * stride, count: width) }
      }
    }
  }
}
