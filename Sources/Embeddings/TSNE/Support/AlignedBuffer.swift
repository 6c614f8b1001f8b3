#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Memory for kernels: aligned to 64 bytes, of fixed place and size, not initialised. Large blocks ask for huge pages.
///
/// Whoever shares one between threads sees to it that nobody writes what others read.
final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Element>.stride + Self.cacheLine
    let isLarge = bytes >= Self.hugePageThreshold
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? Self.hugePage : Self.cacheLine)
    #if os(Linux)
      if isLarge { madvise(raw, bytes, MADV_HUGEPAGE) }
    #endif
    self.pointer = raw.bindMemory(to: Element.self, capacity: count)
    self.count = count
  }

  convenience init(repeating value: Element, count: Int) {
    self.init(count: count)
    pointer.initialize(repeating: value, count: count)
  }

  convenience init(_ elements: some Collection<Element>) {
    self.init(count: elements.count)
    _ = UnsafeMutableBufferPointer(start: pointer, count: count).initialize(fromContentsOf: elements)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  subscript(index: Int) -> Element {
    get { pointer[index] }
    set { pointer[index] = newValue }
  }

  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: pointer, count: count) }

  private static var cacheLine: Int { 64 }
  private static var hugePage: Int { 2 << 20 }
  private static var hugePageThreshold: Int { 4 << 20 }
}
