import Formats

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

#if canImport(Darwin)
  private let systemWrite = Darwin.write
#else
  private let systemWrite = Glibc.write
#endif

/// Text for the user. Errors in writing it are nobody's business.
enum StandardError {
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let written = systemWrite(STDERR_FILENO, rest.baseAddress, rest.count)
        if written < 0, errno != EINTR { return }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, written)))
      }
    }
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Results that are text: help, lists, plans.
enum StandardOutput {
  /// Writes all of `text`, or throws: a reader who has left ends the command quietly, a full disk with a message.
  static func write(_ text: String) throws {
    let output = try OutputFile("-")
    try output.write(text)
    try output.commit()
  }
}
