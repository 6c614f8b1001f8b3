internal import Tensors

extension ONNXTensor {
  /// The elements, wherever they are.
  func read(from file: InputFile) throws(FileError) -> NumericArray {
    if let (layout, bytes) = try bytes(in: file) {
      var stream = bytes
      do throws(FileError) { return try layout.read(from: &stream) } catch { throw error.naming(name) }
    }
    do throws(FileError) { return try readTyped(file) } catch { throw error.naming(name) }
  }

  /// Where the elements lie as bytes: in the model's file or in one beside it; nil where they are fields of numbers.
  func bytes(in file: InputFile) throws(FileError) -> (layout: ArrayLayout, stream: MemoryStream)? {
    do throws(FileError) {
      let (type, size) = try extent(file)
      let layout = ArrayLayout(elementType: type, isBigEndian: false, dimensions: dimensions)
      if isExternal {
        let (data, range) = try ExternalData(external, of: file, size: size).open()
        return (layout, MemoryStream(data, range))
      }
      guard let raw else { return nil }
      guard raw.count == size else {
        throw FileError(
          .badData, path: file.path, "shape \(dimensions) of \(type.name) needs \(size) bytes, \(raw.count) are there",
          at: "byte \(raw.lowerBound)")
      }
      return (layout, MemoryStream(file, raw))
    } catch {
      throw error.naming(name)
    }
  }

  /// What an element is, and the bytes that all of them take.
  func extent(_ file: InputFile) throws(FileError) -> (ElementType, byteCount: Int) {
    guard let type = elementType else {
      throw FileError(.unsupported, path: file.path, "\(typeName ?? "type \(dataType)") is listed and not read")
    }
    guard let size = type.byteCount(dimensions) else {
      throw FileError(.badData, path: file.path, "shape \(dimensions) overflows: no file holds so many elements")
    }
    return (type, size)
  }

  /// From the fields of numbers. Those of less than 32 bits stand in `int32_data`, as their bits or their value.
  private func readTyped(_ file: InputFile) throws(FileError) -> NumericArray {
    let (type, size) = try extent(file)
    let count = size / type.size
    let shape = Shape(dimensions)
    func checked<Value>(_ values: [Value]) throws(FileError) -> [Value] {
      guard values.count == count else {
        throw FileError(.badData, path: file.path, "shape \(dimensions) needs \(count) elements, \(values.count) are there")
      }
      return values
    }
    func integers(_ fields: Int...) throws(FileError) -> [Int64] {
      try checked(typed.filter { fields.contains($0.number) }.flatMap(\.value.integers))
    }
    switch type {
    case .float32: return .float(Tensor(try checked(typed.filter { $0.number == 4 }.flatMap(\.value.floats)), shape: shape))
    case .float64: return .double(Tensor(try checked(typed.filter { $0.number == 10 }.flatMap(\.value.doubles)), shape: shape))
    case .int64: return .int(Tensor(try integers(7).map { Int($0) }, shape: shape))
    case .uint32, .uint64:
      let values = try integers(11)
      guard values.allSatisfy({ $0 >= 0 }) else { throw FileError(.unsupported, path: file.path, "an unsigned 64-bit number above \(Int.max)") }
      return .int(Tensor(values.map { Int($0) }, shape: shape))
    case .bool: return .bool(Tensor(try integers(5).map { $0 != 0 }, shape: shape))
    case .uint8: return .uint8(Tensor(try integers(5).map { UInt8(truncatingIfNeeded: $0) }, shape: shape))
    case .int8, .int16, .uint16, .int32: return .int32(Tensor(try integers(5).map { Int32(truncatingIfNeeded: $0) }, shape: shape))
    case .float16: return .float(Tensor(try integers(5).map { Float(halfBits: UInt16(truncatingIfNeeded: $0)) }, shape: shape))
    case .bfloat16: return .float(Tensor(try integers(5).map { Float(bitPattern: UInt32(UInt16(truncatingIfNeeded: $0)) << 16) }, shape: shape))
    case .float8(let format):
      let values = format.values
      return .float(Tensor(try integers(5).map { values[Int(UInt8(truncatingIfNeeded: $0))] }, shape: shape))
    }
  }
}

/// Data that stand in a file of their own in the model's folder, and nowhere else.
struct ExternalData {
  private let file: InputFile
  private let location: String
  private let offset: Int
  private let length: Int

  /// - Parameter size: The bytes that the tensor's shape asks for.
  init(_ entries: [String: String], of file: InputFile, size: Int) throws(FileError) {
    self.file = file
    location = entries["location"] ?? ""
    func number(_ key: String, _ standard: Int) throws(FileError) -> Int {
      guard let text = entries[key] else { return standard }
      guard let value = Int(text), value >= 0 else { throw FileError(.badData, path: file.path, "\(key) \"\(text.prefix(40))\" of external data is no place in a file") }
      return value
    }
    offset = try number("offset", 0)
    length = try number("length", size)
    guard length == size else {
      throw FileError(.badData, path: file.path, "the shape needs \(size) bytes, the external data have \(length)")
    }
  }

  /// The file, and where in it the data lie.
  func open() throws(FileError) -> (InputFile, Range<Int>) {
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard !location.isEmpty, !location.contains("\\"), !location.contains("\0"), parts.allSatisfy({ !$0.isEmpty && $0 != ".." && $0 != "." }) else {
      throw FileError(.badData, path: file.path, "external data at \"\(location.prefix(80))\", which is no path inside the model's folder")
    }
    var path = file.path.directoryPath
    for part in parts {
      path += "/\(part)"
      guard !Folder.isLink(path) else {
        throw FileError(.badData, path: file.path, "external data at \"\(location.prefix(80))\": \(part) is a link, which may lead anywhere")
      }
    }
    guard Folder.hasFile(path) else {
      throw FileError(.badData, path: file.path, "external data at \"\(location.prefix(80))\": there is no such file", hint: "it belongs beside the model")
    }
    let data = try InputFile(path)
    let end = offset.addingReportingOverflow(length)
    guard !end.overflow, end.partialValue <= data.count else {
      throw FileError(
        .badData, path: file.path, "truncated: external data of \(length) bytes at byte \(offset) of \(location), which has \(data.count)")
    }
    return (data, offset..<end.partialValue)
  }
}
