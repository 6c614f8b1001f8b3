#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A folder of files that belong together, which appears under its name only when all of them are whole.
///
/// Where there is no folder yet, one of a temporary name beside it is filled and renamed; into one that is there, every file goes by a
/// temporary name of its own. Without a commit nothing is left behind.
public final class OutputFolder {
  /// As given.
  public let path: String
  private var isTemporary: Bool
  /// Where the files are written.
  private let place: String
  private var files: [OutputFile] = []
  private var lastFiles: [OutputFile] = []
  private var slots: [Int] = []
  /// What would be left in a temporary folder if it were given up.
  private var names: [String] = []

  /// Opens the folder, so that an unwritable place shows at once.
  /// - Throws: `cannotCreate` where it cannot be made or written in.
  public init(_ path: String) throws(FileError) {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
    if Folder.exists(trimmed) {
      (place, isTemporary) = (trimmed, false)
      guard access(trimmed, W_OK | X_OK) == 0 else { throw Self.cannotCreate(path, systemMessage(errno)) }
      return
    }
    guard FileStatus(path: trimmed) == nil, !trimmed.isEmpty, trimmed != "-" else {
      throw Self.cannotCreate(path, trimmed == "-" ? "it needs a path" : "a file of that name is there")
    }
    try Folder.create(trimmed.directoryPath)
    let name = String(decoding: trimmed.fileName.utf8.prefix(200), as: UTF8.self)
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    place = "\(trimmed.directoryPath)/.\(name).tmp-\(getpid())-\(random)"
    isTemporary = true
    // Known to the signal handler before it exists.
    if let slot = TemporaryFiles.add(place) { slots.append(slot) }
    guard mkdir(place, 0o777) == 0 else {
      let reason = systemMessage(errno)
      discard()
      throw Self.cannotCreate(path, reason)
    }
  }

  deinit { discard() }

  /// A new file in the folder, which ``commit()`` makes whole with the others.
  /// - Parameter isLast: Whether it gets its name after all others: the one that a reader looks for.
  public func file(_ name: String, isLast: Bool = false) throws(FileError) -> OutputFile {
    let file = try OutputFile("\(place)/\(name)")
    if isTemporary {
      names.append(name)
      if let slot = TemporaryFiles.add("\(place)/\(name)") { slots.append(slot) }
    }
    if isLast { lastFiles.append(file) } else { files.append(file) }
    return file
  }

  /// Makes the files whole and gives the folder its name.
  public func commit() throws(FileError) {
    try OutputFile.commit(files + lastFiles)
    guard isTemporary else { return }
    // An empty folder that has appeared meanwhile is replaced; anything else is not.
    guard rename(place, path) == 0 else {
      let reason = systemMessage(errno)
      discard()
      throw Self.cannotCreate(path, reason)
    }
    forget()
  }

  private func discard() {
    guard isTemporary else { return }
    files = []
    lastFiles = []
    for name in names { unlink("\(place)/\(name)") }
    rmdir(place)
    forget()
  }

  private func forget() {
    isTemporary = false
    slots.forEach(TemporaryFiles.remove)
    slots = []
  }

  private static func cannotCreate(_ path: String, _ reason: String) -> FileError {
    FileError(.cannotCreate, path: path, "cannot create the folder: \(reason)")
  }
}
