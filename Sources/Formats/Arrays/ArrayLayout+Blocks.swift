internal import CKernels
internal import Tensors

extension ArrayLayout {
  /// Calls `body` with the elements in the order of the stream, block by block: where they lie if they are Floats or Doubles there,
  /// otherwise decoded.
  func forEachBlock(from stream: inout some ByteStream, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    try forEachPiece(of: &stream, length: elementType.size << 20) { piece, stream throws(FileError) in
      let bytes = piece.inPlace
      let count = bytes.count / elementType.size
      if stream.wantsChecksum { stream.add(checksum: CRC32.checksum(of: bytes), of: bytes.count) }
      if let block = block(inPlace: bytes.baseAddress!, count) { return try body(block) }
      let scratch = UnsafeMutableRawPointer.allocate(byteCount: count * elementType.decodedSize, alignment: 64)
      defer { scratch.deallocate() }
      let source = bytes.baseAddress!
      Parallel.forEachRange(of: count, grain: 1 << 16) { _, range in
        decode(source + range.lowerBound * elementType.size, range.count, to: scratch + range.lowerBound * elementType.decodedSize)
      }
      try body(block(decoded: scratch, count))
    }
  }

  /// Calls `body` with blocks of `grain` elements on all threads, and `merge` with what it makes of each, in the stream's order, on this one.
  /// Each block is read, checked, decoded and looked at by one thread, in whose cache it stays.
  func reduceBlocks<Partial>(
    from stream: inout some ByteStream, grain: Int, _ body: BlockReduction<Partial>, merge: (Partial) -> Void
  ) throws(FileError) {
    let size = elementType.size
    let pieceLength = max((1 << 25) / (grain * size), 1) * grain * size
    let workers = Parallel.threadCount
    let rooms = Rooms(count: workers, byteCount: grain * (size + elementType.decodedSize) + 64)
    // Small tensors are not worth asking for it.
    let lease = (elementType.byteCount(dimensions) ?? 0) >= 1 << 24 ? stream.hold() : nil
    // It must outlive the last look at the file, which the compiler does not see to.
    defer { withExtendedLifetime(lease) {} }
    try forEachPiece(of: &stream, length: pieceLength) { piece, stream throws(FileError) in
      let isChecked = stream.wantsChecksum
      let isInPlace = piece.isSafe(under: lease)
      nonisolated(unsafe) let piece = piece
      let partials = Parallel.mapRanges(of: piece.count / size, grain: grain, workers: workers) { range, worker in
        Result { () throws(FileError) -> (Partial, UInt32) in
          let bytes = try piece.part(range.lowerBound * size..<range.upperBound * size, room: isInPlace ? nil : rooms[worker])
          var checksum = BlockChecksum.unwanted
          let partial: Partial
          if let block = block(inPlace: bytes.baseAddress!, range.count) {
            if isChecked { checksum = .wanted }
            partial = body(block, &checksum)
          } else {
            // Behind the copy.
            let decoded = rooms[worker] + (grain * size + 63) / 64 * 64
            decode(bytes.baseAddress!, range.count, to: decoded)
            partial = body(block(decoded: decoded, range.count), &checksum)
          }
          if case .taken(let value) = checksum { return (partial, value) }
          return (partial, isChecked ? fathom_crc32(0, bytes.baseAddress, bytes.count) : 0)
        }
      }
      var rest = piece.count
      for result in partials {
        let (partial, checksum) = try result.get()
        stream.add(checksum: checksum, of: min(grain * size, rest))
        rest -= grain * size
        merge(partial)
      }
    }
  }

  /// Calls `body` with the elements in row-major order, for either order of axes: an array in Fortran's order is read whole first.
  func forEachRowMajorBlock(from stream: inout some ByteStream, _ body: (TensorBlock) throws(FileError) -> Void) throws(FileError) {
    guard isColumnMajor else { return try forEachBlock(from: &stream, body) }
    try read(from: &stream).asOneBlock(body)
  }

  /// Calls `body` with the bytes of whole elements, a piece after the other.
  private func forEachPiece<Stream: ByteStream>(
    of stream: inout Stream, length: Int, _ body: (StreamPiece, inout Stream) throws(FileError) -> Void
  ) throws(FileError) {
    try checkSize(in: stream)
    let size = elementType.size
    var rest = dimensions.reduce(size, *)
    var room = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    defer { room.deallocate() }
    while rest > 0 {
      let count = min(rest, length / size * size)
      if let piece = stream.claim(count) {
        guard piece.count == count else {
          throw FileError(.badData, path: stream.path, "truncated: shape \(dimensions) needs more bytes than are there", at: "byte \(stream.position)")
        }
        try body(piece, &stream)
      } else {
        if room.count < count {
          room.deallocate()
          room = .allocate(byteCount: count, alignment: 64)
        }
        let target = UnsafeMutableRawBufferPointer(rebasing: room[..<count])
        try stream.fill(target, "shape \(dimensions)")
        try body(StreamPiece(UnsafeRawBufferPointer(target)), &stream)
      }
      rest -= count
    }
    stream.giveBack()
  }
}

/// Memory of each thread, made when it first asks.
private final class Rooms: @unchecked Sendable {
  private let rooms: UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>
  private let byteCount: Int

  init(count: Int, byteCount: Int) {
    rooms = .allocate(capacity: count)
    rooms.initialize(repeating: nil)
    self.byteCount = byteCount
  }

  deinit {
    rooms.forEach { $0?.deallocate() }
    rooms.deallocate()
  }

  /// To be asked by that thread alone.
  subscript(worker: Int) -> UnsafeMutableRawPointer {
    if let room = rooms[worker] { return room }
    let room = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    rooms[worker] = room
    return room
  }
}

// MARK: - Decoding

extension ArrayLayout {
  /// Elements that need no decoding; nil for others.
  private func block(inPlace base: UnsafeRawPointer, _ count: Int) -> TensorBlock? {
    guard !isBigEndian, Int(bitPattern: base) % elementType.size == 0 else { return nil }
    return switch elementType {
    case .float32: .floats(UnsafeBufferPointer(start: base.assumingMemoryBound(to: Float.self), count: count))
    case .float64: .doubles(UnsafeBufferPointer(start: base.assumingMemoryBound(to: Double.self), count: count))
    default: nil
    }
  }

  private func block(decoded base: UnsafeMutableRawPointer, _ count: Int) -> TensorBlock {
    elementType.decodedSize == 4
      ? .floats(UnsafeBufferPointer(start: base.assumingMemoryBound(to: Float.self), count: count))
      : .doubles(UnsafeBufferPointer(start: base.assumingMemoryBound(to: Double.self), count: count))
  }

  private func decode(_ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer) {
    let order: Int32 = isBigEndian ? 1 : 0
    func floats<Bits: FixedWidthInteger & BitwiseCopyable>(_ convert: (Bits) -> Float) { self.convert(source, count, target, convert) }
    func doubles<Bits: FixedWidthInteger & BitwiseCopyable>(_ convert: (Bits) -> Double) { self.convert(source, count, target, convert) }
    switch elementType {
    case .float32: floats { (bits: UInt32) in Float(bitPattern: bits) }
    case .float64: doubles { (bits: UInt64) in Double(bitPattern: bits) }
    case .float16: fathom_floats_of_halves(count, source, order, target.assumingMemoryBound(to: Float.self))
    case .bfloat16: fathom_floats_of_bfloats(count, source, order, target.assumingMemoryBound(to: Float.self))
    case .float8(let format):
      let values = format.values
      floats { (bits: UInt8) in values[Int(bits)] }
    case .bool: doubles { (bits: UInt8) in bits == 0 ? 0 : 1 }
    case .uint8: doubles { (bits: UInt8) in Double(bits) }
    case .int8: doubles { (bits: UInt8) in Double(Int8(bitPattern: bits)) }
    case .int16: doubles { (bits: UInt16) in Double(Int16(bitPattern: bits)) }
    case .uint16: doubles { (bits: UInt16) in Double(bits) }
    case .int32: doubles { (bits: UInt32) in Double(Int32(bitPattern: bits)) }
    case .uint32: doubles { (bits: UInt32) in Double(bits) }
    case .int64: doubles { (bits: UInt64) in Double(Int64(bitPattern: bits)) }
    case .uint64: doubles { (bits: UInt64) in Double(bits) }
    }
  }

  @inline(__always)
  private func convert<Bits: FixedWidthInteger & BitwiseCopyable, Scalar>(
    _ source: UnsafeRawPointer, _ count: Int, _ target: UnsafeMutableRawPointer, _ convert: (Bits) -> Scalar
  ) {
    let target = target.bindMemory(to: Scalar.self, capacity: count)
    for index in 0..<count {
      let bits = source.loadUnaligned(fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
      target[index] = convert(isBigEndian ? bits.byteSwapped : bits)
    }
  }
}

extension ElementType {
  /// What an element takes in a block: a Float for floats of up to 32 bits, a Double for the rest.
  var decodedSize: Int {
    switch self {
    case .float16, .bfloat16, .float8, .float32: 4
    default: 8
    }
  }
}
