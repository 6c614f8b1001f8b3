import Fathom

/// Where rows come from, as named on the command line.
enum Source {
  /// A built-in data set, or MNIST.
  case dataset(String)
  case file(String)
  /// A folder of pictures, or of folders of pictures.
  case images(String)
  /// A run directory.
  case run(String)

  /// A name of a data set means the data set; a file of that name is reached as `./digits`.
  init(_ argument: String) throws {
    if Dataset.isKnown(argument) {
      self = .dataset(argument)
    } else if argument != "-", FileSystem.isDirectory(argument) {
      if RunDirectory.isRun(argument) {
        self = .run(argument)
      } else if ImageFolder.isImageFolder(argument) {
        self = .images(argument)
      } else if let model = try ModelFolder.file(in: argument) {
        self = .file(model)
      } else {
        throw Failure(
          .cannotRead,
          "\(argument): is a directory, and no run directory: it has no run.json, nor checkpoints or activations in folders so named; nor has it pictures")
      }
    } else {
      self = .file(argument)
    }
  }

  /// What holds a network. `train moons --run moons` makes a run that is called as a data set, and here the run is meant.
  init(trained argument: String) throws {
    if RunDirectory.isRun(argument) { self = .run(argument) } else { try self.init(argument) }
  }

  var name: String {
    switch self {
    case .dataset(let name): name
    case .file(let path): path == "-" ? "standard input" : path
    case .images(let path), .run(let path): path
    }
  }

  /// The file that an output must not replace.
  var path: String? {
    if case .file(let path) = self { path } else { nil }
  }
}

extension Dataset {
  /// Whether a data set has that name.
  static func isKnown(_ name: String) -> Bool { builtInNames.contains(name) }
}
