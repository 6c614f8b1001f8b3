internal import Tensors

/// A variable of a MATLAB file of version 5: what its head says, and where its numbers begin.
///
/// Source: MathWorks, MAT-File Format (R2019b), chapter 1.
struct MATLABMatrix {
  var name = ""
  var shape: [Int] = []
  /// Nil for cells, structures, texts, sparse and complex matrices, which are named and not read.
  var type: ElementType?
  /// What it is, where it is not read.
  var kind = ""

  /// The numbers as the file has them, which may be of a smaller type than the variable's.
  struct Numbers {
    var type: ElementType
    var byteCount: Int
    /// Of a small element the bytes stand in its tag.
    var inlined: [UInt8]?
  }

  /// Reads the head of a matrix. The stream then stands before the tag of its numbers.
  init(_ stream: inout some ByteStream, isBigEndian: Bool) throws(FileError) {
    let flags = try Element(&stream, isBigEndian)
    guard flags.type == 6, flags.byteCount == 8 else { throw Self.bad(stream, "no array flags where they should be") }
    let flagBytes = try flags.contents(&stream)
    let word = Element.number(flagBytes[0..<4], isBigEndian)
    let extents = try Element(&stream, isBigEndian)
    // Other writers than MATLAB call them unsigned.
    guard extents.type == 5 || extents.type == 6, extents.byteCount >= 8, extents.byteCount <= 4 * Self.mostAxes, extents.byteCount % 4 == 0 else {
      throw Self.bad(stream, "extents of \(extents.byteCount) bytes and type \(extents.type)")
    }
    let extentBytes = try extents.contents(&stream)
    for index in Swift.stride(from: 0, to: extentBytes.count, by: 4) {
      let extent = Int(Int32(truncatingIfNeeded: Element.number(extentBytes[index..<index + 4], isBigEndian)))
      guard extent >= 0 else { throw Self.bad(stream, "an axis of \(extent)") }
      shape.append(extent)
    }
    let title = try Element(&stream, isBigEndian)
    guard title.type == 1 || title.type == 16, title.byteCount <= Self.longestName else { throw Self.bad(stream, "a name of \(title.byteCount) bytes") }
    name = String(decoding: try title.contents(&stream), as: UTF8.self)
    let isComplex = word & 0x800 != 0
    let isLogical = word & 0x200 != 0
    let classes: [UInt32: ElementType] = [
      6: .float64, 7: .float32, 8: .int8, 9: .uint8, 10: .int16, 11: .uint16, 12: .int32, 13: .uint32, 14: .int64, 15: .uint64,
    ]
    let names: [UInt32: String] = [1: "a cell array", 2: "a structure", 3: "an object", 4: "text", 5: "a sparse matrix"]
    let number = word & 0xFF
    type = isComplex ? nil : isLogical && number == 9 ? .bool : classes[number]
    kind = isComplex ? "complex" : names[number] ?? "of class \(number)"
  }

  private static let mostAxes = 32
  private static let longestName = 4096

  /// The numbers that follow the head, in row-major order.
  func read(_ stream: inout some ByteStream, isBigEndian: Bool) throws(FileError) -> NumericArray {
    guard let type else { throw FileError(.unsupported, path: stream.path, "\(kind): not read", hint: "save its numbers as a matrix of their own") }
    let element = try Element(&stream, isBigEndian)
    let stored: [UInt32: ElementType] = [
      1: .int8, 2: .uint8, 3: .int16, 4: .uint16, 5: .int32, 6: .uint32, 7: .float32, 9: .float64, 12: .int64, 13: .uint64,
    ]
    guard let storedType = stored[element.type] else { throw Self.bad(stream, "numbers of type \(element.type)") }
    guard let size = storedType.byteCount(shape), size == element.byteCount else {
      throw Self.bad(stream, "shape \(shape) of \(storedType.name) does not fill \(element.byteCount) bytes")
    }
    let layout = ArrayLayout(elementType: storedType, isBigEndian: isBigEndian, dimensions: shape, isColumnMajor: true)
    let array: NumericArray
    if let inlined = element.inlined {
      var bytes = MemoryStream(InputFile(inlined.prefix(element.byteCount), named: stream.path))
      array = try layout.read(from: &bytes)
    } else {
      array = try layout.read(from: &stream)
    }
    return array.converted(to: type)
  }

  private static func bad(_ stream: some ByteStream, _ reason: String) -> FileError {
    FileError(.badData, path: stream.path, "the MATLAB file is damaged: \(reason)", at: "byte \(stream.position)")
  }

  /// The tag before every piece of a file.
  struct Element {
    var type: UInt32
    var byteCount: Int
    /// The four bytes of a small element, in the tag itself.
    var inlined: [UInt8]?

    init(_ stream: inout some ByteStream, _ isBigEndian: Bool) throws(FileError) {
      let tag = try stream.bytes(8, "the tag of an element")
      let first = Self.number(tag[0..<4], isBigEndian)
      if first >> 16 != 0 {
        type = first & 0xFFFF
        byteCount = Int(first >> 16)
        guard byteCount <= 4 else { throw MATLABMatrix.bad(stream, "a small element of \(byteCount) bytes") }
        inlined = Array(tag[4..<8])
      } else {
        type = first
        byteCount = Int(Self.number(tag[4..<8], isBigEndian))
      }
    }

    static func number(_ bytes: ArraySlice<UInt8>, _ isBigEndian: Bool) -> UInt32 {
      (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The bytes of a short element, with the gap to the next multiple of eight.
    func contents(_ stream: inout some ByteStream) throws(FileError) -> [UInt8] {
      if let inlined { return Array(inlined.prefix(byteCount)) }
      let bytes = try stream.bytes(byteCount, "an element")
      _ = try stream.bytes((8 - byteCount % 8) % 8, "the gap after an element")
      return bytes
    }
  }
}

extension NumericArray {
  /// The same numbers as the type that a variable has, which its file may store as smaller whole numbers.
  fileprivate func converted(to type: ElementType) -> NumericArray {
    switch type {
    case .float64: return .double(doubles())
    case .float32: return .float(floats())
    case .bool: return .bool(Tensor((integers() ?? []).map { $0 != 0 }, shape: shape))
    default: return self
    }
  }
}
