#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The system's promise that nobody shortens a file while its mapped bytes are looked at, which would end the process with a signal.
///
/// Whoever opens the file for writing meanwhile waits until ``isIntact()`` is asked next. Only Linux gives such leases, for a file that
/// nobody writes and that belongs to this user; without one the bytes are copied. The system takes a lease away from a process that is
/// stopped for longer than `/proc/sys/fs/lease-break-time` says while somebody waits. Source: fcntl(2), "Leases".
final class FileLease {
  private let descriptor: Int32
  private var isHeld = true

  /// Nil where the system gives none, the file has fewer than `length` bytes already, or this opening of it is held by another lease.
  init?(_ descriptor: Int32, length: Int) {
    #if os(Linux)
      self.descriptor = descriptor
      // By default the system tells of a waiting writer with a signal that ends the process; this one is ignored unless somebody wants it.
      guard descriptor >= 0, fcntl(descriptor, Self.getLease) == Int32(F_UNLCK), fcntl(descriptor, Self.setSignal, SIGURG) == 0,
        fcntl(descriptor, Self.setLease, Int32(F_RDLCK)) == 0
      else {
        isHeld = false
        return nil
      }
      guard let status = FileStatus(descriptor: descriptor), status.size >= length else { return nil }
    #else
      return nil
    #endif
  }

  deinit { release() }

  /// Whether the promise still holds. Where somebody waits to write, it is given up, and no longer does.
  func isIntact() -> Bool {
    if isHeld, fcntl(descriptor, Self.getLease) != Int32(F_RDLCK) { release() }
    return isHeld
  }

  private func release() {
    guard isHeld else { return }
    isHeld = false
    _ = fcntl(descriptor, Self.setLease, Int32(F_UNLCK))
  }

  // Of Linux's fcntl.h; they are not imported.
  private static let setSignal: Int32 = 10
  private static let setLease: Int32 = 1024
  private static let getLease: Int32 = 1025
}
