extension InputFile {
  var isGzipped: Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// The contents of a gzip file, in memory.
  /// - Throws: `badData` where it is damaged or holds more than `limit` bytes.
  func uncompressed(limit: Int = 2 << 30) throws(FileError) -> InputFile {
    let stream = InflateStream(self, .gzip)
    let tooLong = FileError(.badData, path: path, "more than \(limit) bytes when decompressed", hint: "decompress it first: gunzip")
    let contents = try GrowingMemory.collect(limit: limit, tooLong: tooLong) { target, _ throws(FileError) in
      try stream.read(into: target)
    }
    return InputFile(adopting: contents, named: path)
  }

  /// What `body` makes of the contents, which are decompressed on the way if this is a gzip file.
  /// - Parameter toEnd: Whether the rest is read too, so that the checksum of compressed contents is verified.
  func readUncompressed<Result>(
    toEnd: Bool = true, _ body: (inout any ByteStream) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    guard isGzipped else {
      var stream: any ByteStream = MemoryStream(self)
      return try body(&stream)
    }
    let inflater = InflateStream(self, .gzip)
    var stream: any ByteStream = inflater
    let result = try body(&stream)
    if toEnd { try inflater.drain() }
    return result
  }
}
