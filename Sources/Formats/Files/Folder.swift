#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Directories: looked at, made, emptied.
public enum Folder {
  /// Whether a directory is at `path`; links are followed.
  public static func exists(_ path: String) -> Bool { FileStatus(path: path)?.isDirectory == true }

  /// Whether a regular file is at `path`; links are followed.
  public static func hasFile(_ path: String) -> Bool { FileStatus(path: path)?.isRegular == true }

  /// Whether a symbolic link is at `path`.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Makes a directory and those above it; nothing if it is there.
  /// - Throws: `cannotCreate` where one cannot be made, or a file stands in the way.
  public static func create(_ path: String) throws(FileError) {
    if exists(path) { return }
    if mkdir(path, 0o777) == 0 { return }
    var code = errno
    if code == ENOENT, !path.isEmpty, path.directoryPath != path {
      // A slash at the end makes a name of no letters: the part before it is the directory itself.
      try create(path.directoryPath)
      code = mkdir(path, 0o777) == 0 ? 0 : errno
    }
    if code == 0 || code == EEXIST && exists(path) { return }
    let reason = code == EEXIST ? "a file of that name is there" : systemMessage(code)
    throw FileError(.cannotCreate, path: path, "cannot create the directory: \(reason)")
  }

  /// The names in a directory, sorted, hidden ones too; none where there is no directory.
  /// - Throws: `cannotRead` where it cannot be listed.
  public static func names(in path: String) throws(FileError) -> [String] {
    guard let stream = opendir(path) else {
      if errno == ENOENT { return [] }
      throw FileError(.cannotRead, path: path, "cannot list the directory: \(systemMessage(errno))")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a file, or a link and not what it leads to; nothing if there is none.
  /// - Throws: `inputOutput` where it stays.
  public static func removeFile(_ path: String) throws(FileError) {
    if unlink(path) != 0, errno != ENOENT {
      throw FileError(.inputOutput, path: path, "cannot remove the file: \(systemMessage(errno))")
    }
  }

  /// Removes a directory if nothing is in it.
  public static func removeIfEmpty(_ path: String) { rmdir(path) }
}
