#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Memory for one search, aligned to 64 bytes, freed with its owner. Whoever writes to it from several threads keeps them apart.
final class Buffer<Element: BitwiseCopyable>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  init(uninitialized count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let isLarge = bytes >= 4 << 20
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? 2 << 20 : 64)
    #if os(Linux)
      if isLarge { madvise(raw, bytes, MADV_HUGEPAGE) }  // saves most of the page faults
    #endif
    pointer = raw.bindMemory(to: Element.self, capacity: count)
    self.count = count
  }

  convenience init(repeating value: Element, count: Int) {
    self.init(uninitialized: count)
    pointer.initialize(repeating: value, count: count)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }
}

extension Buffer {
  convenience init(_ elements: [Element]) {
    self.init(uninitialized: elements.count)
    _ = UnsafeMutableBufferPointer(start: pointer, count: count).initialize(fromContentsOf: elements)
  }
}
