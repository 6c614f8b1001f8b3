internal import Tensors

/// The variables of a MATLAB file of version 4, or of 5 to 7: real numeric and logical arrays. Others are named in the remarks.
///
/// Version 7.3 is HDF5.
public struct MATLABFile: TensorFile {
  private struct Variable {
    var name: String
    var shape: [Int]
    var type: ElementType
    var place: Place
  }

  private enum Place {
    /// The matrix element's contents, from its head on.
    case matrix(Range<Int>)
    /// A zlib stream whose first element is the matrix.
    case compressed(Range<Int>)
    /// The numbers themselves, as version 4 has them.
    case numbers(Range<Int>, stored: ElementType)
  }

  private let file: InputFile
  private var isBigEndian = false
  private var variables: [Variable] = []
  public private(set) var remarks: [String] = []

  /// Reads the heads of all variables, of compressed ones by decompressing their first bytes.
  /// - Throws: `badData` where the file is damaged.
  public init(_ file: InputFile) throws(FileError) {
    self.file = file
    if file.bytes.prefix(10).elementsEqual("MATLAB 5.0".utf8) { try readVersion5() } else { try readVersion4() }
  }

  public var path: String { file.path }
  public var formatName: String { "a MATLAB file" }
  public var tensors: [StoredTensor] {
    variables.map {
      StoredTensor(name: $0.name, typeName: $0.type.name, shape: $0.shape, byteCount: $0.type.byteCount($0.shape) ?? 0)
    }
  }

  public func read(_ name: String) throws(FileError) -> NumericArray {
    guard let variable = variables.first(where: { $0.name == name }) else {
      throw FileError(.badData, path: path, "no variable \"\(name)\"; there are \(variables.map(\.name).firstFew)")
    }
    do throws(FileError) {
      switch variable.place {
      case .matrix(let range):
        var stream = MemoryStream(file, range)
        return try MATLABMatrix(&stream, isBigEndian: isBigEndian).read(&stream, isBigEndian: isBigEndian)
      case .compressed(let range):
        var stream = InflateStream(file, .zlib, range)
        _ = try MATLABMatrix.Element(&stream, isBigEndian)
        let numbers = try MATLABMatrix(&stream, isBigEndian: isBigEndian).read(&stream, isBigEndian: isBigEndian)
        // The checksum comes at the end of the stream, which is padded to eight bytes at most.
        guard try stream.bytes(upTo: 8).count < 8 else {
          throw FileError(.badData, path: path, "the compressed data are damaged: they go on behind the numbers", at: "byte \(range.lowerBound)")
        }
        return numbers
      case .numbers(let range, let stored):
        var stream = MemoryStream(file, range)
        return try ArrayLayout(elementType: stored, isBigEndian: isBigEndian, dimensions: variable.shape, isColumnMajor: true).read(from: &stream)
      }
    } catch {
      throw error.naming(name)
    }
  }

  private mutating func add(_ matrix: MATLABMatrix, _ place: Place) throws(FileError) {
    guard !matrix.name.isEmpty else { return remarks.append("a variable without a name, where MATLAB keeps what functions refer to: not read") }
    guard let type = matrix.type else { return remarks.append("\(matrix.name) is \(matrix.kind): not read") }
    guard type.byteCount(matrix.shape) != nil else {
      throw FileError(.badData, path: path, "shape \(matrix.shape) overflows: no file holds so many elements").naming(matrix.name)
    }
    variables.append(Variable(name: matrix.name, shape: matrix.shape, type: type, place: place))
  }
}

// MARK: - Version 5

extension MATLABFile {
  private mutating func readVersion5() throws(FileError) {
    var cursor = ByteCursor(file)
    try cursor.skip(126, "the header")
    let mark = try cursor.text(2, "the mark of the byte order")
    guard mark == "IM" || mark == "MI" else { throw cursor.bad("\"\(mark)\" is no mark of a byte order") }
    isBigEndian = mark == "MI"
    cursor.isBigEndian = isBigEndian
    while cursor.remaining >= 8 {
      let type = try cursor.read(UInt32.self, "the type of an element")
      let size = Int(try cursor.read(UInt32.self, "the size of an element"))
      let start = cursor.position
      guard size <= cursor.remaining else {
        throw cursor.bad("truncated: an element of \(size) bytes, \(cursor.remaining) are there")
      }
      switch type {
      case 14:
        var stream = MemoryStream(file, start..<start + size)
        try add(MATLABMatrix(&stream, isBigEndian: isBigEndian), .matrix(start..<start + size))
      case 15:
        var stream = InflateStream(file, .zlib, start..<start + size)
        let inner = try MATLABMatrix.Element(&stream, isBigEndian)
        if inner.type == 14 { try add(MATLABMatrix(&stream, isBigEndian: isBigEndian), .compressed(start..<start + size)) }
      default: break
      }
      // Compressed elements follow each other without gaps.
      let gap = type == 15 ? 0 : (8 - size % 8) % 8
      try cursor.skip(min(size + gap, cursor.remaining), "an element")
    }
    if cursor.remaining > 0 { throw cursor.bad("truncated: the tag of an element needs 8 bytes, \(cursor.remaining) are there") }
  }
}

// MARK: - Version 4

extension MATLABFile {
  private mutating func readVersion4() throws(FileError) {
    var cursor = ByteCursor(file)
    // The type is a small number in the right order of bytes, which the number then says too.
    var first = cursor
    isBigEndian = try first.read(UInt32.self, "the type of a matrix") >= 5000
    cursor.isBigEndian = isBigEndian
    while cursor.remaining > 0 {
      let word = try cursor.read(UInt32.self, "the type of a matrix")
      let rows = try cursor.read(UInt32.self, "the rows")
      let columns = try cursor.read(UInt32.self, "the columns")
      let imaginary = try cursor.read(UInt32.self, "the mark of imaginary parts")
      let nameLength = Int(try cursor.read(UInt32.self, "the length of a name"))
      guard word < 5000, imaginary <= 1, 1...4096 ~= nameLength else {
        throw cursor.bad("no matrix of MATLAB 4: type \(word), a name of \(nameLength) bytes")
      }
      let name = String(try cursor.text(nameLength, "a name").prefix { $0 != "\0" })
      let types: [ElementType] = [.float64, .float32, .int32, .int16, .uint16, .uint8]
      let precision = Int(word / 10 % 10)
      guard word / 1000 == (isBigEndian ? 1 : 0), word / 100 % 10 == 0, precision < types.count else { throw cursor.bad("a matrix of type \(word)").naming(name) }
      let shape = [Int(rows), Int(columns)]
      guard let size = types[precision].byteCount(shape), size.multipliedReportingOverflow(by: 2).overflow == false else {
        throw cursor.bad("shape \(shape) overflows").naming(name)
      }
      let whole = size * (imaginary == 1 ? 2 : 1)
      let start = cursor.position
      try cursor.skip(whole, name)
      let kind = word % 10
      if kind == 0, imaginary == 0 {
        variables.append(Variable(name: name, shape: shape, type: types[precision], place: .numbers(start..<start + size, stored: types[precision])))
      } else {
        remarks.append("\(name) is \(imaginary == 1 ? "complex" : kind == 1 ? "text" : "a sparse matrix"): not read")
      }
    }
  }
}
