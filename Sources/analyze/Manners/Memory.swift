import Formats

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The machine's memory, and what of it a command may take unless told otherwise.
enum Memory {
  static var ofMachine: ByteSize {
    ByteSize(bytes: Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE))))
  }

  static var defaultLimit: ByteSize { ByteSize(bytes: ofMachine.bytes / 5 * 4) }

  /// The most that this process has held so far.
  static var peak: ByteSize {
    #if !canImport(Darwin)
      // Not getrusage's, which on Linux begins with what the parent held.
      if let highWater = highWater { return highWater }
    #endif
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return ByteSize(bytes: usage.ru_maxrss)
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return ByteSize(bytes: usage.ru_maxrss * 1024)
    #endif
  }

  #if !canImport(Darwin)
    private static var highWater: ByteSize? {
      guard let status = try? InputFile("/proc/self/status") else { return nil }
      let text = status.withBytes { String(decoding: $0, as: UTF8.self) }
      let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { ByteSize(bytes: $0 * 1024) }
    }
  #endif

  /// Refuses what would need more than `limit`.
  static func require(_ needed: ByteSize, limit: ByteSize?, for what: String) throws {
    let limit = limit ?? defaultLimit
    guard needed > limit else { return }
    throw Failure(
      .unavailable, "\(what) needs about \(needed) of memory, and may take \(limit)",
      hint: "--limit N takes fewer rows; --max-memory SIZE allows more")
  }
}
