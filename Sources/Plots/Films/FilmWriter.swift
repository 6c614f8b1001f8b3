public import Formats
internal import Tensors

/// Writes films to files.
public enum FilmWriter {
  /// Writes a film; the caller commits the output.
  ///
  /// Memory holds a frame for each thread, and of a GIF or a page what it has been compressed to so far, which is no more than
  /// ``FilmSettings/byteLimit``.
  /// - Parameter progress: Called with how many frames are done, and of how many; throws to stop.
  /// - Throws: `DrawingError` where there are no frames, or one cannot be drawn; what the film, the output and `progress` throw.
  public static func write(
    _ film: some Film, as format: FilmFormat, _ settings: FilmSettings = FilmSettings(), to output: OutputFile,
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws -> FilmReport {
    guard film.frameCount > 0 else { throw DrawingError("the film has no frames") }
    switch format {
    case .sheet(let picture): return try writeSheet(film, picture, settings, to: output, progress)
    case .gif, .html:
      let (frames, bytes, isCut) = try fitted(film, format, settings, progress)
      try output.write(bytes)
      return FilmReport(frames: frames, frameCount: film.frameCount, byteCount: bytes.count, isCutForSize: isCut)
    }
  }

  /// The film in as many frames as the limit of bytes allows. What a frame takes shows only when it is compressed: where the sum becomes
  /// too large, it begins again with so many less.
  private static func fitted(
    _ film: some Film, _ format: FilmFormat, _ settings: FilmSettings, _ progress: (Int, Int) throws -> Void
  ) throws -> (frames: [Int], bytes: [UInt8], isCut: Bool) {
    var count = min(film.frameCount, settings.frameLimit)
    var isCut = false
    while true {
      let frames = FrameChoice.spread(count, of: film.frameCount)
      let encoder: any FrameEncoder =
        try format == .gif ? GIFFrames(film, frames, settings) : PageEncoder(film, frames, settings)
      var done = 0
      while done < frames.count, encoder.byteCount <= settings.byteLimit || count == 1 {
        try progress(done, frames.count)
        let group = frames[done..<min(done + Parallel.threadCount, frames.count)]
        let pictures = try group.map { try film.picture($0, settings.style) }
        for (frame, bytes) in zip(group, try prepared(pictures, for: encoder)) {
          try encoder.append(bytes, label: try film.label(of: frame))
          done += 1
        }
      }
      if encoder.byteCount > settings.byteLimit, count > 1 {
        // What there is, and a tenth less, because frames further apart change more.
        let share = Double(done) / Double(frames.count) * Double(settings.byteLimit) / Double(encoder.byteCount) * 0.9
        count = max(1, min(count - 1, Int(Double(count) * share)))
        isCut = true
        continue
      }
      try progress(frames.count, frames.count)
      return (frames, try encoder.finish(), isCut)
    }
  }

  /// Draws pictures, each on a thread of its own.
  private static func prepared(_ pictures: [Picture], for encoder: any FrameEncoder) throws -> [[UInt8]] {
    var results = [Result<[UInt8], DrawingError>?](repeating: nil, count: pictures.count)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      Parallel.forEach(pictures.count) { index in
        results[index] = Result { () throws(DrawingError) in try encoder.prepared(pictures[index]) }
      }
    }
    return try results.map { try $0!.get() }
  }

  private static func writeSheet(
    _ film: some Film, _ format: PictureFormat, _ settings: FilmSettings, to output: OutputFile, _ progress: (Int, Int) throws -> Void
  ) throws -> FilmReport {
    let frames = FrameChoice.spread(min(film.frameCount, settings.sheetLimit), of: film.frameCount)
    var charts: [any Chart] = []
    for (done, frame) in frames.enumerated() {
      try progress(done, frames.count)
      charts.append(FilmFrame(chart: try film.chart(of: frame), label: try film.label(of: frame), progress: nil))
    }
    // Half the size of a frame each, with letters that are still read.
    var style = settings.style
    let aspect = style.size.width / max(style.size.height, 1)
    let columns = Panels.columns(for: frames.count, in: Rectangle(0, 0, 1600 * 1.35 / aspect, 1000))
    let rows = (frames.count + columns - 1) / columns
    style.size = Size(style.size.width * Double(columns) / 2, style.size.height * Double(rows) / 2)
    style.fontSize *= 0.75
    style.scale = max(1, min(2, (24_000_000 / (style.size.width * style.size.height)).squareRoot().rounded(.down)))
    let bytes = try Picture(Panels(charts, columns: columns, title: film.title), style).bytes(format)
    try output.write(bytes)
    try progress(frames.count, frames.count)
    return FilmReport(frames: frames, frameCount: film.frameCount, byteCount: bytes.count, isCutForSize: false)
  }
}
