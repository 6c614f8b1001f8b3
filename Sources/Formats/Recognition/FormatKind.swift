/// The formats that Fathom reads, recognised by what a file holds, never by its name.
public enum FormatKind: String, Sendable, CaseIterable {
  case csv, npy, npz, idx

  /// What the file is; of a gzip file, what is in it.
  /// - Throws: `unsupported` for a format that is known but not read, saying how to convert it; `badData` for what is no data at all.
  public static func recognize(_ file: InputFile) throws(FileError) -> FormatKind {
    guard file.isGzipped else {
      return try recognize(Head(Array(file.bytes.prefix(Head.length)), size: file.bytes.count), file)
    }
    // A few thousand bytes tell what is inside, however much that is.
    var stream = InflateStream(file, .gzip)
    return try recognize(Head(try stream.bytes(upTo: Head.length), size: nil), file)
  }

  private static func recognize(_ head: Head, _ file: InputFile) throws(FileError) -> FormatKind {
    if head.bytes.isEmpty { throw FileError(.badData, path: file.path, "the file is empty") }
    if head.starts(with: [0x50, 0x4B]) { return try recognizeArchive(head, file) }
    if head.isPrefixOrStart(of: NPYHeader.magic) { return .npy }
    if let foreign = ForeignFormat.recognize(head) { throw foreign.error(file.path) }
    if head.bytes.count > 3, head.starts(with: [0, 0]), (1...0x1F).contains(head.bytes[2]), (1...8).contains(head.bytes[3]) {
      return .idx
    }
    // A byte order mark of UTF-16 or UTF-32 is left to the reader of tables, which names it.
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0, 0, 0xFE, 0xFF]) { return .csv }
    if let offset = head.bytes.firstIndex(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains($0) }) {
      throw FileError(
        .badData, path: file.path, "an unknown format: neither text nor anything that Fathom knows", at: "byte \(offset)",
        hint: "CSV, NPY, NPZ and IDX are read")
    }
    return .csv
  }

  /// A zip archive is known by its members: NumPy's, or somebody else's.
  private static func recognizeArchive(_ head: Head, _ file: InputFile) throws(FileError) -> FormatKind {
    guard head.starts(with: ZipArchive.signature) || head.starts(with: ZipArchive.emptySignature) else { return .csv }
    var names: [String] = []
    do throws(FileError) { names = try ZipArchive(file).members.map(\.name) } catch {
      // A damaged archive still has the name of its first member at its start.
      guard let first = head.firstMemberName, let foreign = ForeignFormat.recognize(members: [first]) else { throw error }
      throw foreign.error(file.path)
    }
    if let foreign = ForeignFormat.recognize(members: names) { throw foreign.error(file.path) }
    return .npz
  }
}

/// The first bytes of a file, or of what a gzip file holds.
struct Head {
  static let length = 4096
  let bytes: [UInt8]
  /// The size of the whole; nil where it is not known.
  let size: Int?

  init(_ bytes: [UInt8], size: Int?) {
    self.bytes = bytes
    self.size = size
  }

  func starts(with signature: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: signature) }

  /// Whether the head begins with the signature, or is cut within it.
  func isPrefixOrStart(of signature: [UInt8]) -> Bool { bytes.starts(with: signature.prefix(bytes.count)) }

  /// Whether the text begins so, blanks before it and case aside.
  func text(startsWith word: String) -> Bool {
    bytes.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(word.utf8.count).map { $0 < 0x41 || $0 > 0x5A ? $0 : $0 | 0x20 }
      .elementsEqual(word.utf8)
  }

  func number(at offset: Int, _ size: Int) -> UInt64 {
    bytes.dropFirst(offset).prefix(size).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// MATLAB's first format has no signature: a type, the extents, whether there are imaginary parts, and the length of a name that
  /// follows and ends with zero.
  var isMatlab4: Bool {
    let nameLength = Int(number(at: 16, 4))
    guard bytes.count > 20, (2...64).contains(nameLength), bytes.count >= 20 + nameLength else { return false }
    let name = bytes[20..<20 + nameLength - 1]
    return [0, 10, 20, 30, 40, 50, 1000, 1010, 1020, 1030, 1040, 1050].contains(number(at: 0, 4)) && number(at: 12, 4) <= 1
      && name.allSatisfy { $0 > 0x20 && $0 < 0x7F } && bytes[20 + nameLength - 1] == 0
  }

  var firstMemberName: String? {
    guard bytes.count > 30 else { return nil }
    return String(decoding: bytes.dropFirst(30).prefix(Int(number(at: 26, 2))), as: UTF8.self)
  }
}
