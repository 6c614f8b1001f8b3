internal import CZlib

/// Writes a zip archive, member after member, with sizes before the data, so that no reader needs to seek.
///
/// zip64 fields appear only where 32 bits do not suffice. Dates are 1980-01-01, so that equal contents give equal bytes.
struct ZipWriter {
  private let output: OutputFile
  private var offset = 0
  private var directory: [UInt8] = []
  private var count = 0

  private static let date: [UInt8] = [0, 0, 0x21, 0]
  private static let limit = 0xFFFF_FFFF

  init(to output: OutputFile) { self.output = output }

  /// Appends a member made of `parts`, one after the other.
  mutating func add(_ name: String, _ parts: [UnsafeRawBufferPointer], isCompressed: Bool) throws(FileError) {
    let size = parts.reduce(0) { $0 + $1.count }
    let checksum = parts.reduce(0) { CRC32.checksum(of: $1, after: $0) }
    let compressed = isCompressed ? deflate(parts) : nil
    let storedSize = compressed?.count ?? size

    let isLarge = size >= Self.limit || storedSize >= Self.limit
    var header = LittleEndianBuilder()
    header.append(0x0403_4B50, 4)
    let common = commonFields(name, checksum, isCompressed, isLarge || offset >= Self.limit)
    header.bytes += common
    header.append(isLarge ? Self.limit : storedSize, 4)
    header.append(isLarge ? Self.limit : size, 4)
    header.append(name.utf8.count, 2)
    header.append(isLarge ? 20 : 0, 2)
    header.bytes += Array(name.utf8)
    if isLarge {
      header.append(1, 2)
      header.append(16, 2)
      header.append(size, 8)
      header.append(storedSize, 8)
    }
    appendDirectoryEntry(name, common, size, storedSize)

    try output.write(header.bytes)
    if let compressed {
      try output.write(compressed)
    } else {
      for part in parts { try output.write(part) }
    }
    offset += header.bytes.count + storedSize
    count += 1
  }

  /// Writes the directory. The output is not committed.
  func finish() throws(FileError) {
    var end = LittleEndianBuilder()
    let isLarge = count >= 0xFFFF || offset >= Self.limit || directory.count >= Self.limit
    if isLarge {
      let recordOffset = offset + directory.count
      end.append(0x0606_4B50, 4)
      end.append(44, 8)
      end.append(45, 2)
      end.append(45, 2)
      end.append(0, 8)
      end.append(count, 8)
      end.append(count, 8)
      end.append(directory.count, 8)
      end.append(offset, 8)
      end.append(0x0706_4B50, 4)
      end.append(0, 4)
      end.append(recordOffset, 8)
      end.append(1, 4)
    }
    end.append(0x0605_4B50, 4)
    end.append(0, 4)
    end.append(min(count, 0xFFFF), 2)
    end.append(min(count, 0xFFFF), 2)
    end.append(min(directory.count, Self.limit), 4)
    end.append(min(offset, Self.limit), 4)
    end.append(0, 2)
    try output.write(directory)
    try output.write(end.bytes)
  }

  /// What the local header and the directory's entry have in common: version needed to checksum.
  private func commonFields(_ name: String, _ checksum: UInt32, _ isCompressed: Bool, _ isLarge: Bool) -> [UInt8] {
    var fields = LittleEndianBuilder()
    fields.append(isLarge ? 45 : 20, 2)
    // Bit 11: the name is UTF-8.
    fields.append(name.utf8.allSatisfy { $0 < 0x80 } ? 0 : 0x0800, 2)
    fields.append(isCompressed ? 8 : 0, 2)
    fields.bytes += Self.date
    fields.append(Int(checksum), 4)
    return fields.bytes
  }

  private mutating func appendDirectoryEntry(_ name: String, _ common: [UInt8], _ size: Int, _ storedSize: Int) {
    let large = [size, storedSize, offset].filter { $0 >= Self.limit }
    var entry = LittleEndianBuilder()
    entry.append(0x0201_4B50, 4)
    // Made by version 4.5 on Unix, which makes the attributes below a file mode.
    entry.append(0x032D, 2)
    entry.bytes += common
    entry.append(min(storedSize, Self.limit), 4)
    entry.append(min(size, Self.limit), 4)
    entry.append(name.utf8.count, 2)
    entry.append(large.isEmpty ? 0 : 4 + 8 * large.count, 2)
    entry.append(0, 2)
    entry.append(0, 4)
    entry.append(0o100644 << 16, 4)
    entry.append(min(offset, Self.limit), 4)
    entry.bytes += Array(name.utf8)
    if !large.isEmpty {
      entry.append(1, 2)
      entry.append(8 * large.count, 2)
      for value in large { entry.append(value, 8) }
    }
    directory += entry.bytes
  }

  private func deflate(_ parts: [UnsafeRawBufferPointer]) -> [UInt8] {
    var stream = z_stream()
    let status = deflateInit2_(
      &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib does not start: \(status)")
    defer { deflateEnd(&stream) }
    var result: [UInt8] = []
    let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
    defer { piece.deallocate() }
    func run(_ flush: Int32) {
      repeat {
        stream.next_out = piece.baseAddress
        stream.avail_out = UInt32(piece.count)
        CZlib.deflate(&stream, flush)
        result.append(contentsOf: piece[..<(piece.count - Int(stream.avail_out))])
      } while stream.avail_out == 0
    }
    for part in parts {
      for start in stride(from: 0, to: part.count, by: 1 << 30) {
        let slice = UnsafeRawBufferPointer(rebasing: part[start..<min(start + 1 << 30, part.count)])
        stream.next_in = UnsafeMutablePointer(mutating: slice.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.avail_in = UInt32(slice.count)
        run(Z_NO_FLUSH)
      }
    }
    run(Z_FINISH)
    return result
  }
}

/// Numbers as bytes, least first.
struct LittleEndianBuilder {
  var bytes: [UInt8] = []

  mutating func append(_ value: Int, _ size: Int) {
    for index in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }
}
