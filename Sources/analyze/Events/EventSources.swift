import Fathom

/// The event files that the paths on the command line lead to.
enum EventSources {
  static func files(_ paths: [String]) throws -> [EventFolder.Found] {
    var files: [EventFolder.Found] = []
    for path in paths {
      guard FileSystem.isDirectory(path) else {
        files.append(EventFolder.Found(path: path, run: "."))
        continue
      }
      let found = try EventFolder.files(in: path)
      if found.isEmpty {
        throw Failure(.cannotRead, "\(path): there is no event file in this folder", hint: "event files have tfevents in their name")
      }
      files += found
    }
    return files
  }

  /// Says on standard error what was left out.
  static func tell(_ warnings: [EventFile.Warning]) {
    for warning in warnings { StandardError.write("analyze: \(warning)\n") }
  }
}
