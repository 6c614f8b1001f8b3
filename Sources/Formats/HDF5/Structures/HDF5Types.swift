/// What a data set's messages say of its elements: their type and how many along each axis.
enum HDF5Types {
  /// The extents, and what they may grow to: nil without an end.
  /// - Returns: Nil for a null data set, which has no elements.
  static func shape(
    _ cursor: inout ByteCursor, _ superblock: HDF5Superblock
  ) throws(FileError) -> (shape: [Int], greatest: [Int?])? {
    let version = try cursor.byte("the version of a shape")
    guard version == 1 || version == 2 else { throw cursor.unsupported("version \(version) of a shape", hint: HDF5Hint.repack) }
    let rank = try cursor.count(1, "the number of axes")
    guard rank <= 32 else { throw cursor.failure("\(rank) axes, more than 32") }
    let flags = try cursor.byte("flags")
    if version == 1 { _ = try cursor.take(5, "a shape") }
    if version == 2, try cursor.byte("the kind of a shape") == 2 { return nil }
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(try superblock.length(&cursor, "an extent")) }
    guard flags & 1 != 0 else { return (shape, shape) }
    var greatest: [Int?] = []
    for extent in shape {
      let start = cursor.position
      let bits = try cursor.unsigned(superblock.lengthSize, "the greatest extent")
      if bits == (superblock.lengthSize == 8 ? UInt64.max : UInt64(UInt32.max)) {
        greatest.append(nil)
        continue
      }
      guard let most = Int(exactly: bits), most >= extent else { throw cursor.failure("an extent of \(extent) that may be \(bits) at most", at: start) }
      greatest.append(most)
    }
    return (shape, greatest)
  }

  /// The bytes of the element where none was written; none where it is zero.
  static func fill(_ cursor: inout ByteCursor, elementSize: Int) throws(FileError) -> [UInt8] {
    let version = try cursor.byte("the version of a fill value")
    guard (1...3).contains(version) else { throw cursor.unsupported("version \(version) of a fill value", hint: HDF5Hint.repack) }
    if version == 3 {
      guard try cursor.byte("flags") & 0x20 != 0 else { return [] }
    } else {
      _ = try cursor.take(2, "a fill value")
      let isDefined = try cursor.byte("whether there is a fill value") != 0
      guard version == 1 || isDefined else { return [] }
    }
    let size = try cursor.count(4, "the size of a fill value")
    guard size > 0 else { return [] }
    guard size == elementSize else { throw cursor.failure("a fill value of \(size) bytes for elements of \(elementSize)") }
    return Array(cursor.file.bytes[try cursor.take(size, "a fill value")])
  }

  struct Element {
    var name: String
    /// In bytes, of all that are in it where it is an array.
    var size: Int
    /// Of an element that is an array.
    var axes: [Int] = []
    var isBigEndian = false
    /// Nil for text, records and whatever else is no number.
    var type: ElementType?
  }

  static func element(_ cursor: inout ByteCursor, isBase: Bool = false) throws(FileError) -> Element {
    let start = cursor.position
    let first = try cursor.byte("a type")
    let (version, kind) = (first >> 4, first & 0xF)
    let bits = try cursor.unsigned(3, "a type")
    let size = try cursor.count(4, "the size of a type")
    var element = Element(name: name(kind), size: size, isBigEndian: bits & 1 != 0)
    switch kind {
    case 0:
      let precision = try cursor.unsigned(4, "the bits of a number") >> 16
      element.type = Int(precision) == 8 * size ? integer(size, isSigned: bits & 8 != 0) : nil
      element.name = "\(bits & 8 != 0 ? "int" : "uint")\(precision)"
    case 1:
      _ = try cursor.take(4, "the bits of a number")
      _ = try cursor.take(1, "the exponent of a number")
      let exponentBits = try cursor.byte("the exponent of a number")
      _ = try cursor.take(1, "the fraction of a number")
      let fractionBits = try cursor.byte("the fraction of a number")
      let bias = try cursor.unsigned(4, "the bias of a number")
      element.type = bits & 0x40 != 0 ? nil : float(size, exponentBits, fractionBits, bias)
      element.name = "float\(8 * size)"
    case 4:
      // PyTables' truth values are fields of eight bits.
      let bitsOfField = try cursor.unsigned(4, "the bits of a field")
      element.type = Int(bitsOfField) == (8 * size) << 16 ? integer(size, isSigned: false) : nil
    case 10 where !isBase:
      let rank = try cursor.count(1, "the number of axes")
      guard rank <= 32 else { throw cursor.failure("\(rank) axes, more than 32", at: start) }
      if version < 3 { _ = try cursor.take(3, "a type") }
      var axes: [Int] = []
      for _ in 0..<rank { axes.append(try cursor.count(4, "an extent")) }
      if version < 3 { _ = try cursor.take(4 * rank, "an order of axes") }
      let base = try self.element(&cursor, isBase: true)
      guard let type = base.type else { break }
      guard !axes.contains(0), type.byteCount(axes) == size else { throw cursor.failure("a type of \(size) bytes that is \(axes) of \(type.name)", at: start) }
      element = base
      (element.size, element.axes) = (size, axes)
      return element
    case 8 where !isBase:
      // NumPy's booleans are an enumeration of two values.
      let base = try self.element(&cursor, isBase: true)
      element = base
      element.size = size
      if base.size == 1, bits & 0xFFFF == 2 { element.type = .bool }
    default: break
    }
    if let type = element.type {
      guard type.size == size else { throw cursor.failure("a type of \(size) bytes that is \(type.name)") }
      element.name = type.name
    }
    return element
  }

  private static func name(_ kind: UInt8) -> String {
    let names = ["integer", "float", "time", "text", "bits", "opaque", "record", "reference", "enumeration", "variable length", "array"]
    return Int(kind) < names.count ? names[Int(kind)] : "type \(kind)"
  }

  private static func integer(_ size: Int, isSigned: Bool) -> ElementType? {
    switch size {
    case 1: isSigned ? .int8 : .uint8
    case 2: isSigned ? .int16 : .uint16
    case 4: isSigned ? .int32 : .uint32
    case 8: isSigned ? .int64 : .uint64
    default: nil
    }
  }

  private static func float(_ size: Int, _ exponentBits: UInt8, _ fractionBits: UInt8, _ bias: UInt64) -> ElementType? {
    switch (size, exponentBits, fractionBits, bias) {
    case (2, 5, 10, 15): .float16
    case (2, 8, 7, 127): .bfloat16
    case (4, 8, 23, 127): .float32
    case (8, 11, 52, 1023): .float64
    default: nil
    }
  }
}
