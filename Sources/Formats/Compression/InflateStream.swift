internal import CZlib

/// Bytes out of deflate: bare, as in zip archives, or in gzip members or zlib's own frame, whose checksums zlib verifies.
final class InflateStream: ByteStream {
  enum Wrapping {
    case bare, gzip, zlib
  }

  let path: String
  private(set) var position = 0
  /// CRC-32 of what came out so far.
  private(set) var checksum: UInt32 = 0

  private let owner: InputFile
  private let wrapping: Wrapping
  private var input: UnsafeRawBufferPointer
  private let inflater: UnsafeMutablePointer<z_stream>
  private var isFinished = false

  /// No deflate stream grows by more than this.
  private static let largestRatio = 1032
  private static let largestPiece = 1 << 30

  init(_ file: InputFile, _ wrapping: Wrapping, _ range: Range<Int>? = nil) {
    owner = file
    path = file.path
    self.wrapping = wrapping
    input = range.map { UnsafeRawBufferPointer(rebasing: file.bytes[$0]) } ?? file.bytes
    inflater = .allocate(capacity: 1)
    inflater.initialize(to: z_stream())
    let windowBits: Int32 =
      switch wrapping {
      case .bare: -15
      case .gzip: 31
      case .zlib: 15
      }
    let status = inflateInit2_(inflater, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib does not start: \(status)")
  }

  deinit {
    inflateEnd(inflater)
    inflater.deallocate()
  }

  var remainingBound: Int {
    if isFinished { return 0 }
    let (bound, overflow) = input.count.multipliedReportingOverflow(by: Self.largestRatio)
    // zlib may hold some output back from input that it has taken.
    return overflow ? .max : bound.addingReportingOverflow(1 << 16).partialValue
  }

  func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < target.count, !isFinished {
      let room = min(target.count - filled, Self.largestPiece)
      let offered = min(input.count, Self.largestPiece)
      inflater.pointee.next_in = UnsafeMutablePointer(
        mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
      inflater.pointee.avail_in = UInt32(offered)
      let start = target.baseAddress! + filled
      inflater.pointee.next_out = start.assumingMemoryBound(to: UInt8.self)
      inflater.pointee.avail_out = UInt32(room)
      let status = inflate(inflater, Z_NO_FLUSH)
      let taken = offered - Int(inflater.pointee.avail_in)
      let given = room - Int(inflater.pointee.avail_out)
      input = UnsafeRawBufferPointer(rebasing: input[taken...])
      checksum = CRC32.checksum(of: UnsafeRawBufferPointer(start: start, count: given), after: checksum)
      filled += given
      position += given
      switch status {
      case Z_STREAM_END: try startNextMember()
      case Z_OK where taken > 0 || given > 0: continue
      case Z_OK, Z_BUF_ERROR: throw failure("truncated: the compressed data end before their trailer")
      default: throw failure("the compressed data are damaged (\(inflater.pointee.msg.map { String(cString: $0) } ?? "zlib \(status)"))")
      }
    }
    return filled
  }

  /// Reads what is left, without keeping it, so that checksums are verified.
  func drain() throws(FileError) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { piece.deallocate() }
    while !isFinished { _ = try read(into: piece) }
  }

  /// Several gzip members in a row are one file; zeros after the last are padding.
  private func startNextMember() throws(FileError) {
    if wrapping == .gzip, input.starts(with: [0x1F, 0x8B]) {
      inflateReset(inflater)
      return
    }
    isFinished = true
    guard input.allSatisfy({ $0 == 0 }) || wrapping == .gzip && input.isEmpty else {
      throw failure("\(input.count) bytes follow the compressed data")
    }
  }

  private func failure(_ reason: String) -> FileError {
    FileError(.badData, path: path, reason, at: "after \(position) bytes of contents")
  }
}
