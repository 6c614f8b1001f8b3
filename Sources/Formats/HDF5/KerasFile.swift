/// The weights of a Keras model in a `.keras` archive: an HDF5 file beside a description, of which nothing is read or run.
public struct KerasFile: TensorFile {
  private let weights: HDF5File
  public let path: String
  public var formatName: String { "a Keras model" }
  public var tensors: [StoredTensor] { weights.tensors }
  public var remarks: [String] { weights.remarks }

  static let weightsName = "model.weights.h5"
  private static let limit = 4 << 30

  /// Unpacks the weights into memory.
  /// - Throws: As ``HDF5File``, and where the archive is damaged.
  public init(_ file: InputFile) throws(FileError) {
    path = file.path
    let archive = try ZipArchive(file)
    guard let member = archive.members.first(where: { $0.name == Self.weightsName }) else {
      throw FileError(
        .unsupported, path: file.path, "a Keras archive without \(Self.weightsName)", at: "archive", hint: "save it with model.save('model.keras')")
    }
    let tooLong = FileError(.badData, path: file.path, "more than \(Self.limit) bytes when decompressed", at: Self.weightsName)
    let contents = try archive.read(member) { stream throws(FileError) in
      try GrowingMemory.collect(limit: Self.limit, tooLong: tooLong) { target, _ throws(FileError) in try stream.read(into: target) }
    }
    do throws(FileError) {
      weights = try HDF5File(InputFile(adopting: contents, named: file.path))
    } catch {
      throw Self.inMember(error)
    }
  }

  public func read(_ name: String) throws(FileError) -> NumericArray {
    do throws(FileError) { return try weights.read(name) } catch { throw Self.inMember(error) }
  }

  private static func inMember(_ error: FileError) -> FileError {
    var error = error
    error.place = ([weightsName] + (error.place.map { [$0] } ?? [])).joined(separator: ", ")
    return error
  }
}
