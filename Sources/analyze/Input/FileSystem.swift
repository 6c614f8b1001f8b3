#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What a path leads to.
enum FileSystem {
  static func isDirectory(_ path: String) -> Bool { kind(path) == S_IFDIR }
  static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

  /// The size in bytes; nil where there is no regular file.
  static func size(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  /// Gives the file at `path`, if there is one, a second name that survives its replacement.
  static func keepPrevious(_ path: String) {
    let previous = path + ".previous"
    unlink(previous)
    link(path, previous)
  }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
