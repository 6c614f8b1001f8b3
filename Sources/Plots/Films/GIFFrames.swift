/// The frames of a film as a GIF.
final class GIFFrames: FrameEncoder {
  private let palette: GIFPalette
  private let encoder: GIFEncoder

  init(_ film: some Film, _ frames: [Int], _ settings: FilmSettings) throws {
    let size = settings.style.size
    palette = try GIFPalette(of: film, frames, settings)
    encoder = try GIFEncoder(width: Int(size.width.rounded()), height: Int(size.height.rounded()), delay: settings.delay, palette)
  }

  var byteCount: Int { encoder.byteCount }

  /// The places of the picture's colours.
  func prepared(_ picture: Picture) throws(DrawingError) -> [UInt8] { palette.places(try picture.pixels()) }

  func append(_ places: [UInt8], label: String) throws { try encoder.append(places) }

  func finish() throws -> [UInt8] { try encoder.finish() }
}

extension GIFPalette {
  /// How many frames of a film its palette is made from.
  private static let sampleCount = 6

  /// The palette of a film, of some of the frames that are shown.
  init(of film: some Film, _ frames: [Int], _ settings: FilmSettings) throws {
    let samples = FrameChoice.spread(min(Self.sampleCount, frames.count), of: frames.count)
    self.init(
      try samples.map { try film.picture(frames[$0], settings.style).pixels() }, colorCount: film.colorCount,
      keys: film.keyColors.map { $0.pixel & 0xFFFFFF })
  }
}
