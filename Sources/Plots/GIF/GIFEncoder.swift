internal import CGIF

/// A GIF that plays for ever: one palette for all frames, and of each frame only the rectangle that changed.
final class GIFEncoder {
  private final class Sink {
    var bytes: [UInt8] = []
  }

  private let sink = Sink()
  private let file: UnsafeMutablePointer<GifFileType>
  private var isOpen = true
  private let palette: GIFPalette
  private let width: Int
  private let height: Int
  /// In hundredths of a second.
  private let delay: Int
  /// The places of the frame before.
  private var last: [UInt8]?

  init(width: Int, height: Int, delay: Double, _ palette: GIFPalette) throws(DrawingError) {
    guard width < 1 << 16, height < 1 << 16 else { throw DrawingError("a GIF of \(width) x \(height) pixels is too large") }
    (self.width, self.height, self.palette) = (width, height, palette)
    self.delay = min(max(Int((delay * 100).rounded()), 2), 65_535)
    var code: Int32 = 0
    let opened = EGifOpen(
      Unmanaged.passUnretained(sink).toOpaque(),
      { file, data, count in
        let sink = Unmanaged<Sink>.fromOpaque(file!.pointee.UserData).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
        return count
      }, &code)
    guard let opened else { throw DrawingError("a GIF cannot be begun: \(Self.message(code))") }
    file = opened
    EGifSetGifVersion(file, true)
    var entries = palette.colors.map { color in
      GifColorType(Red: UInt8(color >> 16 & 0xFF), Green: UInt8(color >> 8 & 0xFF), Blue: UInt8(color & 0xFF))
    }
    entries += repeatElement(GifColorType(Red: 0, Green: 0, Blue: 0), count: 256 - entries.count)
    let map = GifMakeMapObject(256, entries)
    defer { GifFreeMapObject(map) }
    try check(EGifPutScreenDesc(file, Int32(width), Int32(height), 8, 0, map))
    // Netscape's extension: play it again without end.
    try check(EGifPutExtensionLeader(file, 0xFF))
    try check(EGifPutExtensionBlock(file, 11, Array("NETSCAPE2.0".utf8)))
    try check(EGifPutExtensionBlock(file, 3, [1, 0, 0] as [UInt8]))
    try check(EGifPutExtensionTrailer(file))
  }

  deinit { if isOpen { EGifCloseFile(file, nil) } }

  var byteCount: Int { sink.bytes.count }

  /// Appends a frame, of which the palette's places are given.
  func append(_ places: [UInt8]) throws(DrawingError) {
    precondition(places.count == width * height, "frames are of one size")
    let part = last.map { changed(from: $0, to: places) } ?? (left: 0, top: 0, right: width, bottom: height)
    // Do not dispose, 255 is transparent.
    let control: [UInt8] = [1 << 2 | 1, UInt8(delay & 0xFF), UInt8(delay >> 8), GIFPalette.transparent]
    try check(EGifPutExtension(file, 0xF9, 4, control))
    let columns = part.right - part.left
    try check(EGifPutImageDesc(file, Int32(part.left), Int32(part.top), Int32(columns), Int32(part.bottom - part.top), false, nil))
    var line = [UInt8](repeating: 0, count: columns)
    for row in part.top..<part.bottom {
      fill(&line, from: places, at: row * width + part.left)
      try check(EGifPutLine(file, &line, Int32(columns)))
    }
    last = places
  }

  /// A row's places; what stays is transparent, because long runs of one number compress well.
  private func fill(_ line: inout [UInt8], from places: [UInt8], at start: Int) {
    line.withUnsafeMutableBufferPointer { line in
      places.withUnsafeBufferPointer { places in
        for column in line.indices { line[column] = places[start + column] }
      }
      last?.withUnsafeBufferPointer { last in
        for column in line.indices where last[start + column] == line[column] { line[column] = GIFPalette.transparent }
      }
    }
  }

  func finish() throws(DrawingError) -> [UInt8] {
    isOpen = false
    var code: Int32 = 0
    guard EGifCloseFile(file, &code) == GIF_OK else { throw DrawingError("the GIF cannot be ended: \(Self.message(code))") }
    return sink.bytes
  }

  /// The least rectangle around what differs; a single pixel where nothing does, since a frame without any is none.
  private func changed(from old: [UInt8], to new: [UInt8]) -> (left: Int, top: Int, right: Int, bottom: Int) {
    var (left, top, right, bottom) = (width, height, 0, 0)
    old.withUnsafeBufferPointer { old in
      new.withUnsafeBufferPointer { new in
        for row in 0..<height {
          let line = row * width
          var first = 0
          while first < width, old[line + first] == new[line + first] { first += 1 }
          guard first < width else { continue }
          var end = width
          while old[line + end - 1] == new[line + end - 1] { end -= 1 }
          (left, right) = (min(left, first), max(right, end))
          (top, bottom) = (min(top, row), row + 1)
        }
      }
    }
    return right > left ? (left, top, right, bottom) : (0, 0, 1, 1)
  }

  private func check(_ code: Int32) throws(DrawingError) {
    guard code == GIF_OK else { throw DrawingError("the GIF cannot be written: \(Self.message(file.pointee.Error))") }
  }

  private static func message(_ code: Int32) -> String { GifErrorString(code).map { String(cString: $0) } ?? "error \(code)" }
}
