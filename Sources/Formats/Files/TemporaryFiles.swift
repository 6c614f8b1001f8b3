internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The temporary files and folders of unfinished outputs, so that a signal handler can remove them.
///
/// A path has one owner at any time, whoever took it out of its slot; so nobody unlinks or frees it twice, and the handler
/// needs neither locks nor memory.
enum TemporaryFiles {
  private typealias Slot = Atomic<UnsafeMutablePointer<CChar>?>

  private static let capacity = 64

  nonisolated(unsafe) private static let slots: UnsafeMutablePointer<Slot> = {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    for index in 0..<capacity { (slots + index).initialize(to: Slot(nil)) }
    return slots
  }()

  /// The slot that now holds `path`; nil when all are taken (the file then outlives a signal, and nothing else changes).
  static func add(_ path: String) -> Int? {
    guard let name = strdup(path) else { return nil }
    for index in 0..<capacity
    where slots[index].compareExchange(expected: nil, desired: name, ordering: .sequentiallyConsistent).exchanged {
      return index
    }
    free(name)
    return nil
  }

  static func remove(_ slot: Int) {
    if let name = slots[slot].exchange(nil, ordering: .sequentiallyConsistent) { free(name) }
  }

  /// Removes every file on the list, then the folders, which are empty then. Async-signal-safe.
  static func unlinkAll() {
    for index in 0..<capacity {
      guard let name = slots[index].exchange(nil, ordering: .sequentiallyConsistent) else { continue }
      // What cannot be unlinked may be a folder: it goes back for the second pass, which frees nothing either.
      if unlink(name) != 0, errno != ENOENT { slots[index].store(name, ordering: .sequentiallyConsistent) }
    }
    for index in 0..<capacity {
      if let name = slots[index].exchange(nil, ordering: .sequentiallyConsistent) { rmdir(name) }
    }
  }
}
