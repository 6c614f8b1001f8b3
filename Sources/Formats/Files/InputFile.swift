#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

internal import Synchronization

/// The bytes of a file that is read: mapped if it is a regular file, otherwise (standard input, a pipe) read to its end.
///
/// A mapped file must not be shortened while it is read; the system answers that with a signal. Blocks of large files are therefore copied,
/// or looked at in place under a ``FileLease``.
public final class InputFile: @unchecked Sendable {
  /// The path as given; `standard input` for `-`.
  public let path: String
  /// Valid as long as this object lives, which whoever keeps them must see to.
  let bytes: UnsafeRawBufferPointer

  private enum Owner { case mapping, allocation, someoneElse }
  private let owner: Owner
  /// Of a large file that is mapped, to copy parts of it; -1 of others.
  private let descriptor: Int32
  /// The file that this is a part of, and where it begins there.
  private let whole: (file: InputFile, start: Int)?
  /// Taken while a lease is.
  private let holding = Mutex(())
  /// What was released since memory was last given back.
  private let passed = Mutex<(range: Range<Int>, count: Int)>((0..<0, 0))

  /// Opens a file, `-` for standard input.
  /// - Parameter pipeLimit: How many bytes are read from what is no regular file before it is refused as endless.
  /// - Throws: `cannotRead` where it cannot be opened or is a directory, `inputOutput` where reading fails.
  public init(_ path: String, pipeLimit: Int = 4 << 30) throws(FileError) {
    let isStandardInput = path == "-"
    self.path = isStandardInput ? "standard input" : path
    let descriptor = isStandardInput ? STDIN_FILENO : retryingInterrupted { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw FileError(.cannotRead, path: path, "cannot open: \(systemMessage(errno))") }
    var keepsDescriptor = false
    defer { if !isStandardInput, !keepsDescriptor { close(descriptor) } }
    guard let status = FileStatus(descriptor: descriptor) else {
      throw FileError(.cannotRead, path: self.path, "cannot read: \(systemMessage(errno))")
    }
    if status.isDirectory { throw FileError(.cannotRead, path: self.path, "is a directory") }
    // Standard input may stand anywhere in its file, so it is read, not mapped.
    if status.isRegular, !isStandardInput, status.size > 0 {
      guard let start = mmap(nil, status.size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
        throw FileError(.cannotRead, path: path, "cannot map \(status.size) bytes: \(systemMessage(errno))")
      }
      bytes = UnsafeRawBufferPointer(start: start, count: status.size)
      owner = .mapping
      keepsDescriptor = status.size >= Self.copiedLength
    } else {
      // Files of /proc call themselves regular and empty.
      bytes = try Self.readToEnd(descriptor, limit: pipeLimit, path: self.path)
      owner = .allocation
    }
    self.descriptor = keepsDescriptor ? descriptor : -1
    whole = nil
  }

  /// Bytes in memory, called `name` in messages.
  public init(_ contents: some Collection<UInt8>, named name: String) {
    guard let start = malloc(max(contents.count, 1)) else { fatalError("out of memory") }
    let memory = UnsafeMutableRawBufferPointer(start: start, count: contents.count)
    memory.copyBytes(from: contents)
    path = name
    bytes = UnsafeRawBufferPointer(memory)
    owner = .allocation
    descriptor = -1
    whole = nil
  }

  /// Bytes that live as long as the program.
  public init(immortal bytes: UnsafeRawBufferPointer, named name: String) {
    path = name
    self.bytes = bytes
    owner = .someoneElse
    descriptor = -1
    whole = nil
  }

  /// Takes over memory that `malloc` gave.
  init(adopting bytes: UnsafeRawBufferPointer, named name: String) {
    path = name
    self.bytes = bytes
    owner = .allocation
    descriptor = -1
    whole = nil
  }

  /// A part of a file as a file of its own, which stays where it is.
  init(_ range: Range<Int>, of file: InputFile) {
    path = file.path
    bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
    owner = .someoneElse
    descriptor = -1
    whole = (file, range.lowerBound)
  }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// Calls `body` with the bytes, which it must not let escape.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(bytes) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    switch owner {
    case .mapping: munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    case .allocation: free(UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    case .someoneElse: break
    }
  }

  /// Whether ``copy(from:into:)`` spares the system the mapping of what is copied.
  var canBeCopied: Bool { whole?.file.canBeCopied ?? (descriptor >= 0) }

  /// Keeps others from shortening the file, where the system can; to be let go of soon.
  func hold() -> FileLease? {
    if let whole { return whole.file.hold() }
    // One at a time.
    return owner == .mapping ? holding.withLock { _ in FileLease(descriptor, length: bytes.count) } : nil
  }

  /// Copies bytes of the file, as many as `target` holds, without mapping them.
  /// - Throws: `inputOutput` where reading fails or the file is shorter than it was.
  func copy(from offset: Int, into target: UnsafeMutableRawBufferPointer) throws(FileError) {
    if let whole { return try whole.file.copy(from: whole.start + offset, into: target) }
    guard descriptor >= 0 else { return target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + target.count])) }
    var done = 0
    while done < target.count {
      let got = retryingInterrupted { pread(descriptor, target.baseAddress! + done, target.count - done, off_t(offset + done)) }
      guard got > 0 else {
        let reason = got < 0 ? "cannot read: \(systemMessage(errno))" : "the file was shortened while it was read"
        throw FileError(.inputOutput, path: path, reason, at: "byte \(offset + done)")
      }
      done += got
    }
  }

  /// Says that these bytes will not be looked at again soon. Of a mapped file they are given back to the system when there are enough
  /// of them, so that a walk through a large file takes little memory; whoever looks again finds them read anew.
  func release(_ range: Range<Int>) {
    if let whole { return whole.file.release(whole.start + range.lowerBound..<whole.start + range.upperBound) }
    guard owner == .mapping else { return }
    let ready: Range<Int>? = passed.withLock { passed in
      passed.range = passed.count == 0 ? range : min(passed.range.lowerBound, range.lowerBound)..<max(passed.range.upperBound, range.upperBound)
      passed.count += range.count
      guard passed.count >= Self.releaseLength else { return nil }
      passed.count = 0
      return passed.range
    }
    guard let ready else { return }
    let page = Self.pageSize
    let start = ready.lowerBound / page * page
    madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress! + start), min(ready.upperBound, bytes.count) - start, MADV_DONTNEED)
  }

  private static let releaseLength = 1 << 24
  /// Smaller files are not worth a descriptor each.
  private static let copiedLength = 1 << 20
  private static let pageSize = max(Int(sysconf(Int32(_SC_PAGESIZE))), 1)

  private static func readToEnd(_ descriptor: Int32, limit: Int, path: String) throws(FileError) -> UnsafeRawBufferPointer {
    try GrowingMemory.collect(
      limit: limit, tooLong: FileError(.cannotRead, path: path, "more than \(limit) bytes and no end", hint: "save it to a file first")
    ) { target, count throws(FileError) in
      let got = retryingInterrupted { read(descriptor, target.baseAddress, target.count) }
      if got < 0 { throw FileError(.inputOutput, path: path, "cannot read: \(systemMessage(errno)) after \(count) bytes") }
      return got
    }
  }
}
