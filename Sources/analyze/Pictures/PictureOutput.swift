import Fathom

/// A file that a picture goes to, opened before the work begins.
struct PictureOutput {
  let file: OutputFile
  let format: PictureFormat

  init(_ path: String, differentFrom inputs: [String]) throws {
    guard path != "-" else { throw Failure(.usage, "a picture needs a path: -o FILE.png, .svg or .pdf") }
    guard let format = PictureFormat(path: path) else {
      throw Failure(.usage, "\(path): the name of a picture ends with .png, .svg or .pdf")
    }
    self.format = format
    file = try OutputFile(path, differentFrom: inputs)
  }

  /// Writes the picture; the caller commits the file.
  func write(_ picture: Picture) throws {
    Self.warnOfMissingLetters()
    do {
      try picture.write(format, to: file)
      Self.warnOfUncoveredLetters()
    } catch let error as DrawingError {
      throw Failure(.unavailable, "\(file.path): \(error)")
    }
  }

  /// After the drawing, when it is known what was drawn.
  static func warnOfUncoveredLetters() {
    guard let (message, hint) = Font.uncoveredLetters else { return }
    StandardError.write("analyze: warning: \(message)\nhint: \(hint)\n")
  }

  static func warnOfMissingLetters() {
    guard !Font.systemHasLetters else { return }
    StandardError.write("analyze: warning: \(Font.missingLetters)\nhint: \(Font.missingLettersHint)\n")
  }
}
