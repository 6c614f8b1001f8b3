#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Text that grows by whole lines, such as the log of a training run.
///
/// Each line is handed to the system by one write as soon as it is there, so that a killed program leaves whole lines and a reader may
/// follow along. A piece of a line at the end, which a full disk leaves, is cut off when the file is opened again.
public final class LineFile {
  public let path: String
  private let descriptor: Int32

  /// Opens the file, to go on at its end if it is there.
  /// - Throws: `cannotCreate` where it cannot be opened for writing.
  public init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = retryingInterrupted { open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else { throw FileError(.cannotCreate, path: path, "cannot open for writing: \(systemMessage(errno))") }
    if let status = FileStatus(descriptor: descriptor), status.isRegular, status.size > 0 { try cutPiece(status.size) }
  }

  deinit { close(descriptor) }

  /// Whether nothing has been written to it yet.
  public var isEmpty: Bool { FileStatus(descriptor: descriptor)?.size == 0 }

  /// Appends lines, each of which is to end in a newline.
  /// - Throws: `inputOutput` where the disk is full.
  public func append(_ lines: String) throws(FileError) {
    precondition(lines.isEmpty || lines.utf8.last == 0x0A, "a line ends in a newline")
    var text = lines
    var failure: FileError?
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let written = retryingInterrupted { write(descriptor, start, rest.count) }
        if written < 0 {
          failure = FileError(.inputOutput, path: path, "cannot write: \(systemMessage(errno))")
          return
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      }
    }
    if let failure { throw failure }
  }

  private func cutPiece(_ size: Int) throws(FileError) {
    let end = try InputFile(path).withBytes { bytes in bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0 }
    if end < size, ftruncate(descriptor, off_t(end)) != 0 {
      throw FileError(.inputOutput, path: path, "cannot cut off half a line: \(systemMessage(errno))")
    }
  }

  // MARK: - Reading and shortening

  /// The whole lines of a file without their newlines; none where there is no file.
  public static func lines(of path: String) throws(FileError) -> [Substring] {
    guard Folder.hasFile(path) else { return [] }
    let text = try InputFile(path).withBytes { String(decoding: $0, as: UTF8.self) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return Array(lines.dropLast())
  }

  /// Rewrites a file with the whole lines that `isKept` chooses by index and text. The file is the old one or the new one at any time.
  public static func keep(_ path: String, where isKept: (Int, Substring) -> Bool) throws(FileError) {
    guard Folder.hasFile(path) else { return }
    let output = try OutputFile(path)
    for (index, line) in try lines(of: path).enumerated() where isKept(index, line) { try output.write("\(line)\n") }
    try output.commit()
  }
}
