/// The first bytes of a file, or of what a gzip file holds.
struct Head {
  static let length = 4096
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func starts(with signature: some Sequence<UInt8>, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: signature) }

  /// Whether the head begins with the signature, or is cut within it.
  func isPrefixOrStart(of signature: [UInt8]) -> Bool { bytes.starts(with: signature.prefix(bytes.count)) }

  /// Whether the text begins so, blanks before it and case aside.
  func text(startsWith word: String) -> Bool {
    bytes.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(word.utf8.count).map { $0 < 0x41 || $0 > 0x5A ? $0 : $0 | 0x20 }
      .elementsEqual(word.utf8)
  }

  func number(at offset: Int, _ size: Int, isBigEndian: Bool = false) -> UInt64 {
    let bytes = bytes.dropFirst(offset).prefix(size)
    return isBigEndian ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// MATLAB's first format has no signature: a type, the extents, whether there are imaginary parts, and the length of a name that
  /// follows and ends with zero.
  var isMatlab4: Bool { isMatlab4(isBigEndian: false) || isMatlab4(isBigEndian: true) }

  private func isMatlab4(isBigEndian: Bool) -> Bool {
    func word(_ index: Int) -> UInt64 { number(at: 4 * index, 4, isBigEndian: isBigEndian) }
    let nameLength = Int(word(4))
    guard bytes.count > 20, (2...64).contains(nameLength), bytes.count >= 20 + nameLength else { return false }
    let name = bytes[20..<20 + nameLength - 1]
    // Numbers, text or a sparse matrix.
    let (order, precision, kind) = (word(0) / 1000, word(0) / 10 % 100, word(0) % 10)
    return order == (isBigEndian ? 1 : 0) && precision <= 5 && kind <= 2 && word(3) <= 1
      && name.allSatisfy { $0 > 0x20 && $0 < 0x7F } && bytes[20 + nameLength - 1] == 0
  }

  /// Eight bytes of length that are no text, then the start of a JSON object. The elements of an IDX file of one axis could look like
  /// one, but then its extent, read as a length, is too large.
  var isSafetensors: Bool {
    guard bytes.count > 9, bytes[8] == UInt8(ascii: "{"), [0x22, 0x7D, 0x20, 0x09, 0x0A, 0x0D].contains(bytes[9]) else { return false }
    let mayBeIDX = starts(with: [0, 0]) && number(at: 0, 8) > SafetensorsHeader.maximumLength
    return !mayBeIDX && bytes.prefix(8).contains { $0 < 0x09 || $0 >= 0xF8 }
  }

  private var isPicture: Bool { starts(with: PNGHeader.signature.dropLast(4)) || starts(with: JPEGImage.signature) }

  /// Pickles begin with their protocol, in PyTorch's old format with a number that says so.
  var kindOfTensors: FormatKind? {
    if isSafetensors { return .safetensors }
    if isPicture { return .picture }
    if isIndexOfShards { return .shards }
    if PyTorchLegacy.isStart(bytes) { return .pyTorch }
    if starts(with: Array("GGUF".utf8)) { return .gguf }
    if starts(with: Array("MATLAB 5.0".utf8)) || isMatlab4 { return .matlab }
    if HDF5Superblock.places.contains(where: { starts(with: HDF5Superblock.signature, at: $0) }) { return .hdf5 }
    if isONNX { return .onnx }
    return bytes.count > 1 && bytes[0] == 0x80 && (2...5).contains(bytes[1]) ? .pickle : nil
  }

  /// A protobuf message whose first field is a small version number, followed by another field of a model.
  private var isONNX: Bool {
    ONNXTensor.isStart(bytes) || !isSavedModel && !isCoreML && bytes.count > 2 && bytes[0] == 0x08 && bytes[1] < 0x20 && [0x12, 0x1A, 0x22, 0x3A, 0x42].contains(bytes[2])
  }

  /// TensorFlow's description of a model: the version of its own format, which is still the first, then graphs.
  var isSavedModel: Bool { starts(with: [0x08, 0x01, 0x12]) }

  /// As ONNX, but that the second field is a message, where ONNX has the name of a program.
  var isCoreML: Bool {
    guard starts(with: [0x08]), starts(with: [0x12], at: 2) else { return false }
    let field = bytes.dropFirst(3)
    return field.drop { $0 >= 0x80 }.dropFirst().first.map { $0 == 0x0A } ?? false
  }

  private var isIndexOfShards: Bool {
    guard text(startsWith: "{") else { return false }
    let key = Array("\"weight_map\"".utf8)
    return bytes.indices.dropLast(key.count - 1).contains { bytes[$0] == key[0] && bytes[$0...].starts(with: key) }
  }

  var firstMemberName: String? {
    guard bytes.count > 30 else { return nil }
    return String(decoding: bytes.dropFirst(30).prefix(Int(number(at: 26, 2))), as: UTF8.self)
  }
}
