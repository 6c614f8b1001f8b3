#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif
public import Formats
internal import Tensors

extension Dataset {
  /// The 70,000 handwritten digits of MNIST, 28 x 28 bytes: the 60,000 for training, then the 10,000 for testing. Shape [70000, 28, 28].
  ///
  /// Looked for in `Datasets/mnist` below the current directory and in the directory that `FATHOM_MNIST` names, as the four IDX files,
  /// each plain or inside gzip.
  /// - Throws: `cannotRead` where they are not there, `badData` where they are damaged.
  public static func mnist() throws(FileError) -> Dataset {
    let directories = (getenv("FATHOM_MNIST").map { [String(cString: $0)] } ?? []) + ["Datasets/mnist"]
    guard let directory = directories.first(where: { path(of: imageNames[0], in: $0) != nil }) else {
      throw FileError(
        .cannotRead, path: "mnist", "the files are not in \(directories.joined(separator: " nor in "))",
        hint: "Scripts/fetch-mnist gets them; or let FATHOM_MNIST name the directory that holds them")
    }
    return try mnist(in: directory)
  }

  /// MNIST from the files in `directory`.
  public static func mnist(in directory: String) throws(FileError) -> Dataset {
    let images = try IDXFile.readBytes(joining: files(imageNames, in: directory))
    let labels = try IDXFile.readBytes(joining: files(labelNames, in: directory))
    guard images.rank == 3, labels.rank == 1, images.shape[0] == labels.shape[0] else {
      throw FileError(
        .badData, path: directory, "images of shape \(images.shape) and labels of shape \(labels.shape) do not belong together")
    }
    return Dataset(
      name: "mnist", samples: .uint8(images), labels: labels.scalars.map(Int.init),
      origin: "The MNIST database of handwritten digits, Y. LeCun, C. Cortes, C. J. C. Burges", licence: "CC BY-SA 3.0")
  }

  private static let imageNames = ["train-images-idx3-ubyte", "t10k-images-idx3-ubyte"]
  private static let labelNames = ["train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte"]

  private static func files(_ names: [String], in directory: String) throws(FileError) -> [InputFile] {
    var files: [InputFile] = []
    for name in names { files.append(try InputFile(path(of: name, in: directory) ?? directory + "/" + name)) }
    return files
  }

  private static func path(of name: String, in directory: String) -> String? {
    ["", ".gz"].map { directory + "/" + name + $0 }.first { access($0, R_OK) == 0 }
  }
}
