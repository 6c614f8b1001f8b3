public import Formats
internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Appends events to a file of its own in a log directory, each record by one write: whatever ends the program, what was logged before
/// is in the file, and nothing waits to be flushed. What was written is never changed.
///
/// May be used from several threads.
public final class EventFileWriter: Sendable {
  public let path: String
  private let descriptor: Int32
  private let state: Mutex<State>

  private struct State {
    var encoder = EventEncoder()
    var frame: [UInt8] = []

    mutating func add(_ event: Event) {
      let bytes = encoder.encode(event)
      bytes.withUnsafeBytes { RecordFrame.append($0, to: &frame) }
    }
  }

  /// Makes a new file `events.out.tfevents.TIME.HOST.PID.NUMBER` in `directory`, which is made if it is not there.
  public init(directory: String) throws(FileError) {
    let now = EventFileWriter.now()
    try Self.makeDirectory(directory)
    let seconds = String(Int(now))
    let stamp = String(repeating: "0", count: Swift.max(0, 10 - seconds.count)) + seconds
    let stem = "\(directory)/events.out.tfevents.\(stamp).\(Self.hostName()).\(getpid())"
    var number = 0
    var opened: Int32
    repeat {
      let candidate = "\(stem).\(number)"
      opened = retryingInterrupted { open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644) }
      number += 1
    } while opened < 0 && errno == EEXIST
    path = "\(stem).\(number - 1)"
    descriptor = opened
    state = Mutex(State())
    guard opened >= 0 else { throw FileError(.cannotCreate, path: path, "cannot create: \(systemMessage(errno))") }
    try write(Event(wallTime: now, step: 0, content: .fileVersion(Event.version)))
  }

  /// Makes or replaces the file at `path`.
  /// - Parameter wallTime: Of the first record, in seconds since 1970.
  public init(replacing path: String, wallTime: Double = EventFileWriter.now()) throws(FileError) {
    self.path = path
    descriptor = retryingInterrupted { open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644) }
    state = Mutex(State())
    guard descriptor >= 0 else { throw FileError(.cannotCreate, path: path, "cannot create: \(systemMessage(errno))") }
    try write(Event(wallTime: wallTime, step: 0, content: .fileVersion(Event.version)))
  }

  /// Goes on with the file at `path` after its first `length` bytes, whole records; the rest is cut off.
  init(resuming path: String, keeping length: Int, knownTags: Set<String>) throws(FileError) {
    self.path = path
    descriptor = retryingInterrupted { open(path, O_WRONLY | O_APPEND | O_CLOEXEC) }
    state = Mutex(State(encoder: EventEncoder(announced: knownTags)))
    guard descriptor >= 0, retryingInterrupted({ ftruncate(descriptor, off_t(length)) }) == 0 else {
      throw FileError(.cannotCreate, path: path, "cannot go on with it: \(systemMessage(errno))")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Appends `event`. O(its bytes), one system call.
  public func write(_ event: Event) throws(FileError) { try write([event]) }

  /// Appends `events`, by one system call for all.
  public func write(_ events: [Event]) throws(FileError) {
    let failure = state.withLock { state in
      state.frame.removeAll(keepingCapacity: true)
      for event in events { state.add(event) }
      return state.frame.withUnsafeBytes { writeAll($0) }
    }
    if failure != 0 { throw cannotWrite(failure) }
  }

  /// In bytes, as far as the system knows.
  var length: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  private func cannotWrite(_ code: Int32) -> FileError {
    FileError(.inputOutput, path: path, "cannot write: \(systemMessage(code))")
  }

  /// Seconds since 1970.
  public static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// 0, or the error's number.
  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    #if canImport(Darwin)
      let put = Darwin.write
    #else
      let put = Glibc.write
    #endif
    var done = 0
    while done < bytes.count {
      let written = retryingInterrupted { put(descriptor, bytes.baseAddress! + done, bytes.count - done) }
      if written < 0 { return errno }
      done += written
    }
    return 0
  }

  private static func makeDirectory(_ directory: String) throws(FileError) {
    var path = directory.hasPrefix("/") ? "" : "."
    for part in directory.split(separator: "/") {
      path += "/\(part)"
      guard mkdir(path, 0o755) != 0, errno != EEXIST else { continue }
      throw FileError(.cannotCreate, path: directory, "cannot create the directory: \(systemMessage(errno))")
    }
  }

  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self).filter { $0 != "/" }
  }
}
