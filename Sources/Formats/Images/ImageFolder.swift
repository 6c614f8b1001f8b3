public import Tensors

/// A folder of pictures, PNG or JPEG, as samples; where it has folders inside, each is a class and its name the label.
public struct ImageFolder: Sendable {
  /// Shape [pictures, height, width, channels], 0 to 255: grey where all are, otherwise RGB. Transparency is left out.
  public let pixels: Tensor<UInt8>
  /// The files below the folder, in the order of the samples, which is that of their names.
  public let names: [String]
  /// The class of each picture, by its place in `classes`; nil where there are no folders inside.
  public let labels: [Int]?
  public let classes: [String]
  /// How many files were no pictures and left out.
  public let skippedCount: Int

  private typealias Entry = (name: String, label: Int?)

  /// Whether a folder, or one directly inside it, has a PNG or a JPEG, by the files' contents.
  public static func isImageFolder(_ path: String) -> Bool {
    guard let (files, _) = try? list(path) else { return false }
    return files.contains { entry in (try? InputFile(path + "/" + entry.name)).map(isImage) ?? false }
  }

  /// Reads all pictures. Hidden files and folders deeper inside are not looked at.
  /// - Throws: `badData` naming the file whose size differs from the first one's, or that is damaged; where there is no picture; where
  ///   pictures stand both beside folders of pictures and in them.
  public init(_ path: String) throws(FileError) {
    let (files, folders) = try Self.list(path)
    var images: [Tensor<UInt8>] = []
    var names: [String] = []
    var labels: [Int?] = []
    var skipped = 0
    for (name, label) in files {
      let file = try InputFile(path + "/" + name)
      guard Self.isImage(file) else {
        skipped += 1
        continue
      }
      let image = try file.bytes.starts(with: PNGHeader.signature) ? PNGImage.decode(file) : JPEGImage.decode(file)
      if let first = images.first, Array(first.shape.dimensions.prefix(2)) != Array(image.shape.dimensions.prefix(2)) {
        throw FileError(
          .badData, path: file.path,
          "\(image.shape[1]) times \(image.shape[0]) pixels, where \(names[0]) has \(first.shape[1]) times \(first.shape[0])", at: "its header",
          hint: "scale the pictures to one size first, for instance with ImageMagick: mogrify -resize 32x32!")
      }
      images.append(image)
      names.append(name)
      labels.append(label)
    }
    guard let first = images.first else { throw FileError(.badData, path: path, "no PNG or JPEG file in this folder or in those inside it") }
    let classOfEach = labels.compactMap(\.self)
    guard classOfEach.isEmpty || classOfEach.count == images.count else {
      throw FileError(.badData, path: path, "pictures beside folders of pictures: classes are folders, and each picture must be in one")
    }
    let channels = images.contains { $0.shape[2] >= 3 } ? 3 : 1
    pixels = Self.joined(images, [images.count, first.shape[0], first.shape[1], channels])
    self.names = names
    self.labels = classOfEach.isEmpty ? nil : classOfEach
    classes = classOfEach.isEmpty ? [] : folders
    skippedCount = skipped
  }

  private static func isImage(_ file: InputFile) -> Bool {
    file.bytes.starts(with: PNGHeader.signature) || file.bytes.starts(with: JPEGImage.signature)
  }

  private static func list(_ path: String) throws(FileError) -> (files: [Entry], folders: [String]) {
    var (files, folders): ([Entry], [String]) = ([], [])
    for name in try Folder.names(in: path) where !name.hasPrefix(".") {
      if Folder.hasFile(path + "/" + name) {
        files.append((name, nil))
      } else if Folder.exists(path + "/" + name) {
        for inner in try Folder.names(in: path + "/" + name) where !inner.hasPrefix(".") && Folder.hasFile("\(path)/\(name)/\(inner)") {
          files.append(("\(name)/\(inner)", folders.count))
        }
        folders.append(name)
      }
    }
    return (files, folders)
  }

  /// Grey is repeated where others have colours; what is beyond three channels is transparency.
  private static func joined(_ images: [Tensor<UInt8>], _ shape: Shape) -> Tensor<UInt8> {
    let channels = shape[3]
    return Tensor(uninitialized: shape) { target in
      var place = 0
      for image in images {
        let own = image.shape[2]
        image.withUnsafeBufferPointer { source in
          for pixel in stride(from: 0, to: source.count, by: own) {
            for channel in 0..<channels { target[place + channel] = source[pixel + (own < 3 ? 0 : channel)] }
            place += channels
          }
        }
      }
    }
  }
}
