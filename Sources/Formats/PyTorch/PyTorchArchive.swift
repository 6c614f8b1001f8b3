/// The zip archive that PyTorch writes since 1.6: one folder with `data.pkl`, a record for each storage below `data/`, and notes.
struct PyTorchArchive {
  let zip: ZipArchive
  /// The folder of all records, with its slash.
  private let root: String
  let isBigEndian: Bool
  private let members: [String: ZipArchive.Member]

  static let pickleName = "data.pkl"

  init(_ file: InputFile) throws(FileError) {
    let zip = try ZipArchive(file)
    let pickles = zip.members.map(\.name).filter { $0 == Self.pickleName || $0.hasSuffix("/" + Self.pickleName) && !$0.dropLast(9).contains("/") }
    guard let first = pickles.first else { throw FileError(.badData, path: file.path, "no PyTorch file: the archive has no data.pkl") }
    root = String(first.dropLast(Self.pickleName.count))
    // Two folders are how a file shows one thing to whoever checks it and another to whoever loads it.
    if let other = zip.members.first(where: { [root] in !$0.name.hasPrefix(root) }) {
      throw FileError(.badData, path: file.path, "two folders in one archive", at: "records \"\(first)\" and \"\(other.name)\"")
    }
    members = Dictionary(uniqueKeysWithValues: zip.members.map { [root] in (String($0.name.dropFirst(root.count)), $0) })
    self.zip = zip
    isBigEndian = try Self.isBigEndian(zip, members["byteorder"])
  }

  /// A record without the folder in its name; nil where there is none.
  func record(_ name: String) -> ZipArchive.Member? { members[name] }

  var isTorchScript: Bool { members["constants.pkl"] != nil }

  private static func isBigEndian(_ zip: ZipArchive, _ member: ZipArchive.Member?) throws(FileError) -> Bool {
    guard let member else { return false }
    let text = try zip.read(member) { stream throws(FileError) in String(decoding: try stream.bytes(upTo: 16), as: UTF8.self) }
    switch text {
    case "little": return false
    case "big": return true
    default: throw FileError(.badData, path: zip.file.path, "byte order \"\(text)\", neither little nor big", at: "record byteorder")
    }
  }

  /// The pickle as bytes of the file, or of memory where it is compressed. Its checksum was verified.
  func pickle() throws(FileError) -> (file: InputFile, range: Range<Int>) {
    let member = members[Self.pickleName]!
    guard member.size <= PickleReader.longestPickle else {
      throw FileError(.badData, path: zip.file.path, "a data.pkl of \(member.size) bytes, more than \(PickleReader.longestPickle)")
    }
    if let range = try zip.storedBytes(of: member) {
      try zip.read(member) { _ in }
      return (zip.file, range)
    }
    let bytes = try zip.read(member) { stream throws(FileError) in try stream.bytes(member.size, "data.pkl") }
    return (InputFile(bytes, named: zip.file.path), 0..<bytes.count)
  }

  /// Where the elements of a storage lie.
  func storage(_ key: String) throws(FileError) -> PyTorchStorage {
    guard let member = members["data/" + key] else {
      throw FileError(.badData, path: zip.file.path, "storage \"\(key.prefix(80))\" is no record of the archive")
    }
    return PyTorchStorage(key: key, place: .record(member, try zip.storedBytes(of: member)), isBigEndian: isBigEndian)
  }
}
