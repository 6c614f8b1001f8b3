#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A block of memory that tensors share until one of them writes.
///
/// Aligned to 64 bytes. Large blocks ask for huge pages, which saves most of the page faults.
@usableFromInline
final class Storage<Scalar: TensorScalar>: @unchecked Sendable {
  @usableFromInline let pointer: UnsafeMutablePointer<Scalar>
  let count: Int

  /// Memory for `count` scalars, not initialised.
  init(uninitialized count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Scalar>.stride
    let alignment = bytes >= Self.hugePageThreshold ? Self.hugePage : Self.cacheLine
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: alignment)
    #if os(Linux)
      if alignment == Self.hugePage { madvise(raw, bytes, MADV_HUGEPAGE) }
    #endif
    self.pointer = raw.bindMemory(to: Scalar.self, capacity: count)
    self.count = count
  }

  convenience init(repeating value: Scalar, count: Int) {
    self.init(uninitialized: count)
    pointer.initialize(repeating: value, count: count)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  private static var cacheLine: Int { 64 }
  private static var hugePage: Int { 2 << 20 }
  private static var hugePageThreshold: Int { 4 << 20 }
}
