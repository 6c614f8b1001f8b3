#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A file being written, which appears under its name only when it is whole.
///
/// The bytes go to a temporary file in the same directory, made at once, so that an unwritable place shows before hours of work.
/// ``commit()`` flushes it to the disk and renames it over the target; a reader sees the old file or the new one. Without
/// a commit the temporary file is removed and the target stays as it was. `-` is standard output; devices and pipes are
/// written in place.
public final class OutputFile {
  /// What a committed file outlives.
  public enum Durability: Sendable {
    /// The end of the program, however it comes, and the loss of power: the disk is told to keep it, which takes milliseconds.
    case powerLoss
    /// The end of the program alone. The rename makes a file whole or absent for every reader, a killed program's too, since what was
    /// written is the system's already; but a machine that loses power may lose the file's last seconds. For the thousands of
    /// snapshots of a training run, for which waiting for the disk would take longer than the training.
    case programEnd
  }

  /// The path as given; `standard output` for `-`.
  public let path: String
  public private(set) var bytesWritten = 0

  private var descriptor: Int32
  private let target: OutputTarget
  private let durability: Durability
  private var temporary: (path: String, slot: Int?)?
  private var buffer: [UInt8] = []
  private static let bufferSize = 1 << 16

  /// Opens the output.
  /// - Parameter inputs: Files that are being read; the output must be none of them.
  /// - Throws: `cannotCreate` where the file cannot be made.
  public init(
    _ path: String, differentFrom inputs: [String] = [], durability: Durability = .powerLoss
  ) throws(FileError) {
    self.path = path == "-" ? "standard output" : path
    self.durability = durability
    target = try OutputTarget(path)
    switch target {
    case .standardOutput:
      descriptor = STDOUT_FILENO
    case .device(let device):
      descriptor = retryingInterrupted { open(device, O_WRONLY | O_CLOEXEC) }
      guard descriptor >= 0 else { throw Self.cannotCreate(path, errno) }
    case .file(let file, let existing):
      if let existing {
        for input in inputs where FileStatus(path: input)?.identity == existing.identity {
          throw FileError(.cannotCreate, path: path, "the output is also the input \(input)", hint: "choose another name")
        }
      }
      (descriptor, temporary) = try Self.makeTemporary(beside: file, permissions: existing?.permissions, path: path)
    }
    buffer.reserveCapacity(Self.bufferSize)
  }

  deinit { discard() }

  /// Whether the output goes to a terminal, where binary data has no place.
  public var isTerminal: Bool { isatty(descriptor) == 1 }

  // MARK: - Writing

  /// Appends bytes. Throws `inputOutput` when the disk is full, `closedPipe` when nobody reads any more.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    if buffer.count + bytes.count <= Self.bufferSize {
      buffer.append(contentsOf: bytes)
      return
    }
    try flush()
    if bytes.count < Self.bufferSize / 2 {
      buffer.append(contentsOf: bytes)
    } else {
      try writeThrough(bytes)
    }
  }

  public func write(_ bytes: [UInt8]) throws(FileError) {
    var failure: FileError?
    bytes.withUnsafeBytes { raw in
      do throws(FileError) { try write(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  public func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }

  /// Hands everything that was written to the system.
  public func flush() throws(FileError) {
    guard !buffer.isEmpty else { return }
    let pending = buffer
    buffer.removeAll(keepingCapacity: true)
    var failure: FileError?
    pending.withUnsafeBytes { raw in
      do throws(FileError) { try writeThrough(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    precondition(descriptor >= 0, "the output \(path) is closed")
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      #if canImport(Darwin)
        let written = Darwin.write(descriptor, start, rest.count)
      #else
        let written = Glibc.write(descriptor, start, rest.count)
      #endif
      if written >= 0 {
        bytesWritten += written
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      } else if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
      } else if errno != EINTR {
        throw writeFailure(errno)
      }
    }
  }

  // MARK: - The end

  /// Makes the output whole under its name, and as durable as was asked for.
  public func commit() throws(FileError) { try Self.commit([self]) }

  /// Commits several outputs that belong together: all are made durable before the first gets its name, the last one last.
  public static func commit(_ files: [OutputFile]) throws(FileError) {
    for file in files { try file.finishWriting() }
    for file in files { try file.takeName() }
  }

  /// Gives up the output and removes what was written.
  public func discard() {
    buffer.removeAll()
    closeDescriptor()
    if let temporary { unlink(temporary.path) }
    forgetTemporary()
  }

  /// Removes the temporary files of all unfinished outputs. For a signal handler: async-signal-safe.
  public static func removeAllTemporaries() { TemporaryFiles.unlinkAll() }

  private func finishWriting() throws(FileError) {
    try flush()
    // A device may not know fsync; a disk that does and fails has lost data.
    if durability == .powerLoss, temporary != nil, fsync(descriptor) != 0, ![EINVAL, ENOTSUP, EROFS].contains(errno) { throw writeFailure(errno) }
    let code = closeDescriptor()
    guard code == 0 else { throw writeFailure(code) }
  }

  private func takeName() throws(FileError) {
    guard let temporary, case .file(let file, _) = target else { return }
    guard rename(temporary.path, file) == 0 else {
      let code = errno
      discard()
      throw Self.cannotCreate(path, code)
    }
    forgetTemporary()
    guard durability == .powerLoss else { return }
    // Without this a crash of the machine could forget the new name. Some file systems refuse it, and then nothing is lost by it.
    let directory = open(file.directoryPath, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  private func forgetTemporary() {
    if let slot = temporary?.slot { TemporaryFiles.remove(slot) }
    temporary = nil
  }

  @discardableResult
  private func closeDescriptor() -> Int32 {
    guard descriptor >= 0 else { return 0 }
    defer { descriptor = -1 }
    if case .standardOutput = target { return 0 }
    return close(descriptor) == 0 || errno == EINTR ? 0 : errno
  }

  // MARK: - Errors and the temporary file

  private func writeFailure(_ code: Int32) -> FileError {
    let after = bytesWritten > 0 ? " after \(bytesWritten) bytes" : ""
    discard()
    if code == EPIPE { return FileError(.closedPipe, path: path, "nobody reads the output any more\(after)") }
    let isFull = [ENOSPC, EDQUOT, EFBIG].contains(code)
    return FileError(
      .inputOutput, path: path, "cannot write: \(systemMessage(code))\(after)",
      hint: isFull ? "free some space and run again" : nil)
  }

  private static func cannotCreate(_ path: String, _ code: Int32) -> FileError {
    FileError(.cannotCreate, path: path, "cannot create the output: \(systemMessage(code))")
  }

  private static func makeTemporary(
    beside file: String, permissions: mode_t?, path: String
  ) throws(FileError) -> (Int32, (path: String, slot: Int?)) {
    let directory = file.contains("/") ? file.directoryPath + "/" : ""
    // Names may have 255 bytes; the suffix needs about 40 of them.
    let name = String(decoding: file.fileName.utf8.prefix(200), as: UTF8.self)
    for _ in 0..<100 {
      let random = String(UInt64.random(in: .min ... .max), radix: 36)
      let temporary = "\(directory).\(name).tmp-\(getpid())-\(random)"
      // Known to the signal handler before it exists: in the other order a signal in between would leave it behind.
      let slot = TemporaryFiles.add(temporary)
      let descriptor = retryingInterrupted { open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
      if descriptor >= 0 {
        if let permissions { fchmod(descriptor, permissions) }
        return (descriptor, (temporary, slot))
      }
      let code = errno
      if let slot { TemporaryFiles.remove(slot) }
      if code != EEXIST { throw cannotCreate(path, code) }
    }
    throw cannotCreate(path, EEXIST)
  }
}
