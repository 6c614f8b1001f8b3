#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The system's words for an error number.
package func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }

/// Calls `body` again while a signal interrupts it.
@discardableResult
package func retryingInterrupted<Result: SignedInteger>(_ body: () -> Result) -> Result {
  while true {
    let result = body()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// What the file system knows of a path.
struct FileStatus {
  var isRegular: Bool
  var isDirectory: Bool
  var permissions: mode_t
  var size: Int
  var identity: FileIdentity

  /// Nil where there is nothing; follows symbolic links.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    permissions = status.st_mode & 0o7777
    size = Int(status.st_size)
    identity = FileIdentity(device: UInt64(truncatingIfNeeded: status.st_dev), node: UInt64(status.st_ino))
  }
}

/// Which file it is, whatever path leads to it.
struct FileIdentity: Hashable {
  var device: UInt64
  var node: UInt64
}

extension String {
  /// The part before the last slash: `.` where there is none, `/` for the root.
  var directoryPath: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }

  /// The part after the last slash.
  var fileName: String {
    guard let slash = lastIndex(of: "/") else { return self }
    return String(self[index(after: slash)...])
  }
}
