public import Formats

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The event files below a log directory, as TensorBoard finds them: every file whose name contains `tfevents`.
public enum EventFolder {
  public struct Found: Sendable, Hashable {
    public let path: String
    /// The folder below the log directory, which TensorBoard calls the run; `.` for the log directory itself.
    public let run: String

    public init(path: String, run: String) {
      self.path = path
      self.run = run
    }
  }

  /// In the order of runs, then of names, which begin with the time. Links to folders are not followed.
  public static func files(in directory: String) throws(FileError) -> [Found] {
    var found: [Found] = []
    var waiting = [(path: directory, run: ".")]
    while let (path, run) = waiting.popLast() {
      guard let handle = opendir(path) else {
        throw FileError(.cannotRead, path: path, "cannot open: \(systemMessage(errno))")
      }
      defer { closedir(handle) }
      while let entry = readdir(handle) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        guard name != ".", name != ".." else { continue }
        var status = stat()
        guard lstat("\(path)/\(name)", &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          waiting.append(("\(path)/\(name)", run == "." ? name : "\(run)/\(name)"))
        } else if name.contains("tfevents") {
          found.append(Found(path: "\(path)/\(name)", run: run))
        }
      }
    }
    return found.sorted { ($0.run, $0.path) < ($1.run, $1.path) }
  }
}
