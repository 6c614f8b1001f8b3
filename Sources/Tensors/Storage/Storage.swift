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
  /// The storage whose memory this is, if it is not its own.
  private let lender: Storage?

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
    self.lender = nil
  }

  /// The memory of another storage, which stays alive meanwhile. A view on it that is about to be written can thus be the only owner
  /// of its storage although the tensor it came from holds the memory too.
  init(lending lender: Storage) {
    self.pointer = lender.pointer
    self.count = lender.count
    self.lender = lender
  }

  convenience init(repeating value: Scalar, count: Int) {
    self.init(uninitialized: count)
    StridedCopy.fill(pointer, Layout(contiguous: [count]), with: value)
  }

  deinit {
    if lender == nil { UnsafeMutableRawPointer(pointer).deallocate() }
  }

  private static var cacheLine: Int { 64 }
  private static var hugePage: Int { 2 << 20 }
  private static var hugePageThreshold: Int { 4 << 20 }
}
