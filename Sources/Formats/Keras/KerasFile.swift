internal import Synchronization

/// The weights of a Keras model, by the names that its user gave: a `.keras` archive, a `.weights.h5`, a model in one `.h5` as Keras 2
/// wrote it, or weights cut into several files that a `.weights.json` lists.
///
/// Of the description in an archive only names of layers are read; nothing in it is run.
public struct KerasFile: TensorFile {
  public let path: String
  public let formatName: String
  public let tensors: [StoredTensor]
  public let remarks: [String]

  private struct Place {
    var part: Int
    var name: String
  }

  private let parts: [HDF5File]
  private let places: [String: Place]
  /// In an archive, where its weights are; their checksum is verified when one of them is first read.
  private let member: CheckedMember?

  static let weightsName = "model.weights.h5"
  static let descriptionName = "config.json"
  private static let limit = 4 << 30
  private static let longestDescription = 1 << 26

  /// The weights of a `.keras` archive stay where they are in the file, as Keras writes it; compressed ones are unpacked into memory.
  /// - Throws: As ``HDF5File``, and where the archive is damaged.
  public init(_ file: InputFile) throws(FileError) {
    let archive = try ZipArchive(file)
    guard let member = archive.members.first(where: { $0.name == Self.weightsName }) else {
      throw FileError(
        .unsupported, path: file.path, "a Keras archive without \(Self.weightsName)", at: "archive", hint: "save it with model.save('model.keras')")
    }
    let layers = Self.layers(of: archive)
    do throws(FileError) {
      let contents = try Self.contents(of: member, in: archive)
      // What is unpacked is verified on the way.
      let checked = CheckedMember(member, archive, isVerified: try archive.storedBytes(of: member) == nil)
      let remarks = layers == nil ? ["its \(Self.descriptionName) is not read: layers may be named by their classes"] : []
      self.init([try HDF5File(contents)], path: file.path, "a Keras model", layers ?? KerasLayers(), member: checked, remarks: remarks)
    } catch {
      throw Self.inMember(error, Self.weightsName)
    }
  }

  private static func contents(of member: ZipArchive.Member, in archive: ZipArchive) throws(FileError) -> InputFile {
    if let range = try archive.storedBytes(of: member) { return InputFile(range, of: archive.file) }
    let tooLong = FileError(.badData, path: archive.file.path, "more than \(limit) bytes when decompressed")
    let contents = try archive.read(member) { stream throws(FileError) in
      try GrowingMemory.collect(limit: limit, tooLong: tooLong) { target, _ throws(FileError) in try stream.read(into: target) }
    }
    return InputFile(adopting: contents, named: archive.file.path)
  }

  /// Weights as Keras keeps them in an HDF5 file; nil of a file of somebody else.
  init?(weights: HDF5File) {
    guard KerasNames.areUsed(in: weights.names) else { return nil }
    self.init([weights], path: weights.path, "weights of a Keras model", KerasLayers(), member: nil, remarks: [])
  }

  /// Weights in several files beside an index.
  /// - Throws: What opening a file throws; `badData` where an index names a file elsewhere, or a group that its file has not.
  init(_ index: ShardIndex) throws(FileError) {
    var shards: [HDF5File] = []
    var numbers: [String: Int] = [:]
    var folders: [Set<Substring>] = []
    for (group, files) in index.entries {
      let folder = group.drop { $0 == "/" }
      for name in files {
        if numbers[name] == nil {
          numbers[name] = shards.count
          let shard = try HDF5File(InputFile(try index.path(of: name, for: group)))
          shards.append(shard)
          folders.append(Set(shard.names.compactMap { name in name.lastIndex(of: "/").map { name[..<$0] } }))
        }
        guard let number = numbers[name], folders[number].contains(folder) else {
          throw FileError(.badData, path: index.path, "the index says that it is in \(name), which has it not").naming(group)
        }
      }
    }
    let path = index.path
    self.init(
      shards, path: path, "an index of \(shards.count == 1 ? "1 file" : "\(shards.count) files") of a Keras model", KerasLayers(), member: nil,
      remarks: [])
  }

  private init(_ parts: [HDF5File], path: String, _ formatName: String, _ layers: KerasLayers, member: CheckedMember?, remarks: [String]) {
    self.parts = parts
    self.path = path
    self.formatName = formatName
    self.member = member
    var found: [(place: Place, tensor: StoredTensor)] = []
    var groupNames: [String: String] = [:]
    for (number, part) in parts.enumerated() {
      found += part.tensors.map { (Place(part: number, name: $0.name), $0) }
      groupNames.merge(part.groupNames) { first, _ in first }
    }
    found.sort { Self.keys($0.place.name).lexicographicallyPrecedes(Self.keys($1.place.name)) { $0 < $1 } }
    let names = KerasNames(found.map(\.tensor), groupNames: groupNames, layers).names(of: found.map(\.place.name))
    let nameOfPlace = Dictionary(zip(found.map(\.place.name), names)) { first, _ in first }
    var places: [String: Place] = [:]
    var tensors: [StoredTensor] = []
    for (name, (place, stored)) in zip(names, found) where places[name] == nil {
      var tensor = stored
      tensor.name = name
      tensor.tiedTo = stored.tiedTo.flatMap { nameOfPlace[$0] }
      tensors.append(tensor)
      places[name] = place
    }
    self.tensors = tensors
    self.places = places
    self.remarks = remarks + parts.flatMap { part in part.remarks.map { parts.count == 1 ? $0 : "\(part.path.fileName): \($0)" } }
  }

  /// So that the tenth layer of a class comes after the second.
  private static func keys(_ place: String) -> [String] {
    place.split(separator: "/").map { part in
      let digits = part.reversed().prefix { $0.isASCII && $0.isNumber }.count
      return part.dropLast(digits) + String(repeating: "0", count: max(0, 8 - digits)) + part.suffix(digits)
    }
  }

  /// Nil where there is no description, or it is damaged: the weights are what is asked for.
  private static func layers(of archive: ZipArchive) -> KerasLayers? {
    guard let member = archive.members.first(where: { $0.name == descriptionName }), member.size <= longestDescription else { return nil }
    return try? archive.read(member) { stream throws(FileError) in
      let text = try stream.bytes(member.size, descriptionName)
      return KerasLayers(try JSON(InputFile(text, named: descriptionName)))
    }
  }

  public func read(_ name: String) throws(FileError) -> NumericArray {
    try at(name) { part, place throws(FileError) in try part.read(place) }
  }

  public func checkReadable(_ name: String) throws(FileError) {
    try at(name) { part, place throws(FileError) in try part.checkReadable(place) }
  }

  public func forEachBlock(of name: String, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    try at(name) { part, place throws(FileError) in try part.forEachBlock(of: place, body) }
  }

  public func reduceBlocks<Partial>(
    of name: String, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    try at(name) { part, place throws(FileError) in try part.reduceBlocks(of: place, grain: grain, body, merge: merge) }
  }

  private func at<Result>(_ name: String, _ body: (HDF5File, String) throws(FileError) -> Result) throws(FileError) -> Result {
    guard let place = places[name] else { throw FileError(.badData, path: path, "no tensor \"\(name)\"; there are \(names.firstFew)") }
    guard let member else { return try body(parts[place.part], place.name) }
    do throws(FileError) {
      try member.verify()
      return try body(parts[place.part], place.name)
    } catch { throw Self.inMember(error, Self.weightsName) }
  }

  private static func inMember(_ error: FileError, _ member: String) -> FileError {
    var error = error
    error.place = ([member] + (error.place.map { [$0] } ?? [])).joined(separator: ", ")
    return error
  }
}

/// A member of an archive whose checksum is verified once.
private final class CheckedMember: Sendable {
  private let archive: ZipArchive
  private let member: ZipArchive.Member
  private let isVerified: Mutex<Bool>

  init(_ member: ZipArchive.Member, _ archive: ZipArchive, isVerified: Bool) {
    self.member = member
    self.archive = archive
    self.isVerified = Mutex(isVerified)
  }

  func verify() throws(FileError) {
    if isVerified.withLock({ $0 }) { return }
    try archive.read(member) { _ in }
    isVerified.withLock { $0 = true }
  }
}
