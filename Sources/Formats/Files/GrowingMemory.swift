#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Bytes whose number is not known before they are there. Doubles as it grows, which `realloc` mostly does without copying.
enum GrowingMemory {
  /// Reads pieces until `next` gives none. The memory belongs to the caller, to be given to `free`.
  /// - Parameter next: Writes into the memory that it is given and says how many bytes; 0 at the end.
  /// - Throws: What `next` throws, and `tooLong` when there are more than `limit` bytes.
  static func collect(
    limit: Int, tooLong: @autoclosure () -> FileError, _ next: (UnsafeMutableRawBufferPointer, _ count: Int) throws(FileError) -> Int
  ) throws(FileError) -> UnsafeRawBufferPointer {
    var capacity = 1 << 16
    var count = 0
    guard var memory = malloc(capacity) else { fatalError("out of memory: \(capacity) bytes") }
    do throws(FileError) {
      while true {
        if count == capacity {
          if count >= limit { throw tooLong() }
          guard let larger = realloc(memory, capacity * 2) else { fatalError("out of memory: \(capacity * 2) bytes") }
          memory = larger
          capacity *= 2
        }
        let given = try next(UnsafeMutableRawBufferPointer(start: memory + count, count: capacity - count), count)
        if given == 0 { return UnsafeRawBufferPointer(start: memory, count: count) }
        count += given
      }
    } catch {
      free(memory)
      throw error
    }
  }
}
