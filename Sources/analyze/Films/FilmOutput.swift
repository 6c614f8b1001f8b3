import Fathom

/// Draws the frames of a film into a file, and says what of it is left out.
struct FilmOutput {
  private let plan: FilmPlan
  private let progress: Progress

  init(_ plan: FilmPlan, _ progress: Progress) { (self.plan, self.progress) = (plan, progress) }

  /// The caller commits the file.
  func write(_ film: some Film, as format: FilmFormat, to output: OutputFile) throws {
    PictureOutput.warnOfMissingLetters()
    var settings = FilmSettings(style: plan.picture.style)
    settings.delay = plan.delay
    settings.frameLimit = plan.frames
    settings.sheetLimit = min(plan.frames, settings.sheetLimit)
    settings.byteLimit = plan.byteLimit
    do {
      if plan.fitsImages { settings.style.size = try film.naturalSize(settings.style) }
      let report = try FilmWriter.write(film, as: format, settings, to: output) { done, total in progress.show("frames", done, of: total) }
      progress.finish()
      PictureOutput.warnOfUncoveredLetters()
      if let omission = report.omission {
        StandardError.write("analyze: \(plan.output): \(omission); --frames, --max-size and --steps choose\n")
      }
    } catch let error as DrawingError {
      throw Failure(.unavailable, "\(plan.output): \(error)")
    }
  }
}
