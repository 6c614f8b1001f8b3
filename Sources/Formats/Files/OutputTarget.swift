#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What an output path leads to, which decides how it is written.
enum OutputTarget {
  case standardOutput
  /// A device, a pipe or a descriptor of ours: written in place.
  case device(String)
  /// A regular file, there or not yet: written beside it and renamed.
  case file(path: String, existing: FileStatus?)

  init(_ path: String) throws(FileError) {
    if path == "-" {
      self = .standardOutput
      return
    }
    guard !path.isEmpty, path.utf8.last != UInt8(ascii: "/") else {
      throw FileError(.cannotCreate, path: path, "cannot create the output: a file name is missing")
    }
    let status = FileStatus(path: path)
    if status?.isDirectory == true {
      throw FileError(.cannotCreate, path: path, "cannot create the output: it is a directory")
    }
    let isDescriptor = ["/dev/stdout", "/dev/stderr"].contains(path) || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
    if isDescriptor || status?.isRegular == false {
      self = .device(path)
      return
    }
    if status != nil, access(path, W_OK) != 0 {
      throw FileError(.cannotCreate, path: path, "cannot replace the output: \(systemMessage(errno))")
    }
    self = .file(path: try Self.followingLinks(path), existing: status)
  }

  /// Where the links of the last component end, so that the file itself is replaced and not a link to it.
  private static func followingLinks(_ path: String) throws(FileError) -> String {
    var current = path
    for _ in 0..<40 {
      var target = [CChar](repeating: 0, count: Int(PATH_MAX))
      let length = readlink(current, &target, target.count)
      if length < 0 { return current }
      let name = String(decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      current = name.hasPrefix("/") ? name : current.directoryPath + "/" + name
    }
    throw FileError(.cannotCreate, path: path, "cannot create the output: \(systemMessage(ELOOP))")
  }
}
