/// What PyTorch wrote before 1.6: pickles one after another, then each storage's count and elements.
///
/// The pickles are a magic number, the version, what the machine was like, the object, and the list of storages. Elements are
/// little-endian whatever the machine was.
struct PyTorchLegacy {
  let pickle: Pickle
  private var storages: [String: Range<Int>] = [:]
  private let file: InputFile

  /// The end of the magic number, as a pickle's whole number of ten bytes.
  static let magic: [UInt8] = [0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
  private static let version = 1001

  /// Whether bytes begin so: a protocol, perhaps a frame, the magic number.
  static func isStart(_ head: [UInt8]) -> Bool {
    guard head.first == 0x80 else { return false }
    return (2...11).contains { head.dropFirst($0).starts(with: magic) }
  }

  init(_ file: InputFile) throws(FileError) {
    self.file = file
    var position = 0
    func next() throws(FileError) -> Pickle {
      let (pickle, end) = try PickleReader.read(file, position..<file.bytes.count)
      position = end
      return pickle
    }
    _ = try next()
    let version = try next()
    guard let number = version.integer(version.root), number == Self.version else {
      throw FileError(.unsupported, path: file.path, "a PyTorch file of another version than \(Self.version)", at: "byte \(version.range.lowerBound)")
    }
    _ = try next()
    pickle = try next()
    let list = try next()
    guard let elements = list.elements(list.root) else {
      throw FileError(.badData, path: file.path, "the list of storages is missing", at: "byte \(list.range.lowerBound)")
    }
    var keys: [String] = []
    for element in elements {
      guard let key = list.text(element) ?? list.integer(element).map(String.init) else {
        throw FileError(.badData, path: file.path, "the key of a storage is no text", at: "byte \(list.range.lowerBound)")
      }
      keys.append(key)
    }
    try findStorages(keys, from: position)
  }

  private mutating func findStorages(_ keys: [String], from start: Int) throws(FileError) {
    var claims: [String: PyTorchObjects.Claim] = [:]
    for case .persistent(let identifier) in pickle.nodes {
      // Modules are kept with their source beside storages.
      if let fields = pickle.elements(identifier), let kind = fields.first.flatMap({ pickle.text($0) }), kind == "module" { continue }
      let claim = try PyTorchObjects.claim(identifier, in: pickle)
      claims[claim.key] = claims[claim.key] ?? claim
    }
    var position = start
    for key in keys {
      guard let claim = claims[key] else {
        throw FileError(.badData, path: file.path, "storage \"\(key)\" belongs to no tensor", at: "byte \(position)")
      }
      guard let count = LittleEndianBytes(file).integer(at: position, 8) else {
        throw FileError(
          .badData, path: file.path, "truncated: the count of storage \"\(key)\" needs 8 bytes, \(file.bytes.count - position) are there",
          at: "byte \(position)")
      }
      position += 8
      guard count == claim.count else {
        throw FileError(.badData, path: file.path, "storage \"\(key)\" has \(count) elements, its tensors say \(claim.count)", at: "byte \(position - 8)")
      }
      let (size, overflow) = count.multipliedReportingOverflow(by: claim.type.size)
      guard !overflow, size <= file.bytes.count - position else {
        throw FileError(
          .badData, path: file.path,
          "truncated: storage \"\(key)\" of \(count) elements of \(claim.type.name) needs more than the \(file.bytes.count - position) bytes that are there",
          at: "byte \(position)")
      }
      guard storages[key] == nil else { throw FileError(.badData, path: file.path, "storage \"\(key)\" stands twice in the file", at: "byte \(position)") }
      storages[key] = position..<position + size
      position += size
    }
  }

  func storage(_ key: String) throws(FileError) -> PyTorchStorage {
    guard let range = storages[key] else { throw FileError(.badData, path: file.path, "storage \"\(key.prefix(80))\" is not in the file") }
    return PyTorchStorage(key: key, place: .bytes(file, range), isBigEndian: false)
  }
}
