internal import Tensors

/// How an array lies in a file.
struct ArrayLayout {
  var elementType: ElementType
  var isBigEndian: Bool
  var dimensions: [Int]
  /// The first axis runs fastest, as in Fortran.
  var isColumnMajor = false

  /// Reads the elements. Memory is taken only after the size was compared with the bytes that can follow.
  func read(from stream: inout some ByteStream) throws(FileError) -> NumericArray {
    try checkSize(in: stream)
    defer { stream.giveBack() }
    switch elementType {
    case .bool: return .bool(try tensor(&stream) { (byte: UInt8) in byte != 0 })
    case .uint8: return .uint8(try tensor(&stream) { (byte: UInt8) in byte })
    case .int8: return .int32(try tensor(&stream) { (bits: UInt8) in Int32(Int8(bitPattern: bits)) })
    case .int16: return .int32(try tensor(&stream) { (bits: UInt16) in Int32(Int16(bitPattern: bits)) })
    case .uint16: return .int32(try tensor(&stream) { (bits: UInt16) in Int32(bits) })
    case .int32: return .int32(try tensor(&stream) { (bits: UInt32) in Int32(bitPattern: bits) })
    case .uint32: return .int(try tensor(&stream) { (bits: UInt32) in Int(bits) })
    case .int64: return .int(try tensor(&stream) { (bits: UInt64) in Int(truncatingIfNeeded: bits) })
    case .uint64: return .int(try unsigned(&stream))
    case .float16: return .float(try tensor(&stream) { (bits: UInt16) in Float(halfBits: bits) })
    case .bfloat16: return .float(try tensor(&stream) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) })
    case .float8(let format):
      let values = format.values
      return .float(try tensor(&stream) { (bits: UInt8) in values[Int(bits)] })
    case .float32: return .float(try tensor(&stream) { (bits: UInt32) in Float(bitPattern: bits) })
    case .float64: return .double(try tensor(&stream) { (bits: UInt64) in Double(bitPattern: bits) })
    }
  }

  /// Throws unless the elements fit into the bytes that can follow.
  func checkSize(in stream: some ByteStream) throws(FileError) {
    guard let size = elementType.byteCount(dimensions) else {
      throw FileError(.badData, path: stream.path, "shape \(dimensions) overflows: no file holds so many elements")
    }
    guard size <= stream.remainingBound else {
      throw FileError(
        .badData, path: stream.path,
        "truncated: shape \(dimensions) of \(elementType) needs \(size) bytes, at most \(stream.remainingBound) are there",
        at: "byte \(stream.position)")
    }
  }

  private func unsigned(_ stream: inout some ByteStream) throws(FileError) -> Tensor<Int> {
    let start = stream.position
    let tensor = try tensor(&stream) { (bits: UInt64) in Int(truncatingIfNeeded: bits) }
    if let index = tensor.scalars.firstIndex(where: { $0 < 0 }) {
      throw FileError(
        .unsupported, path: stream.path, "an unsigned 64-bit number above \(Int.max)", at: "byte \(start + 8 * index)",
        hint: "convert with NumPy: array.astype('float64')")
    }
    return tensor
  }

  /// The elements, converted from their bits, in row-major order.
  @inline(__always)
  private func tensor<Bits: FixedWidthInteger & BitwiseCopyable, Scalar: TensorScalar>(
    _ stream: inout some ByteStream, _ convert: (Bits) -> Scalar
  ) throws(FileError) -> Tensor<Scalar> {
    var failure: FileError?
    let result = Tensor<Scalar>(uninitialized: Shape(isColumnMajor ? dimensions.reversed() : dimensions)) { buffer in
      do throws(FileError) { try fill(buffer, &stream, convert) } catch { failure = error }
    }
    if let failure { throw failure }
    return isColumnMajor ? result.transposed.contiguous() : result
  }

  @inline(__always)
  private func fill<Bits: FixedWidthInteger & BitwiseCopyable, Scalar: TensorScalar>(
    _ buffer: UnsafeMutableBufferPointer<Scalar>, _ stream: inout some ByteStream, _ convert: (Bits) -> Scalar
  ) throws(FileError) {
    let what = "shape \(dimensions)"
    // Bits of the scalar's own size are read in place and converted over themselves; bool is checked for other bytes than 0 and 1.
    if MemoryLayout<Bits>.size == MemoryLayout<Scalar>.size {
      let raw = UnsafeMutableRawBufferPointer(buffer)
      try stream.fill(raw, what)
      if Bits.bitWidth == 8 && elementType == .uint8 || Bits.bitWidth > 8 && !isBigEndian { return }
      for index in buffer.indices {
        let bits = raw.loadUnaligned(fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
        buffer[index] = convert(isBigEndian ? bits.byteSwapped : bits)
      }
      return
    }
    let pieceLength = 1 << 14
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceLength * MemoryLayout<Bits>.size, alignment: 16)
    defer { piece.deallocate() }
    for start in Swift.stride(from: 0, to: buffer.count, by: pieceLength) {
      let count = min(pieceLength, buffer.count - start)
      try stream.fill(UnsafeMutableRawBufferPointer(rebasing: piece[..<(count * MemoryLayout<Bits>.size)]), what)
      for index in 0..<count {
        let bits = piece.loadUnaligned(fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
        buffer[start + index] = convert(isBigEndian ? bits.byteSwapped : bits)
      }
    }
  }
}
