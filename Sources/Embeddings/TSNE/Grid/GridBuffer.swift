/// Memory that only grows, aligned for the widest vectors and cleared when it is new, so that repeated use allocates nothing.
final class GridBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  private(set) var pointer: UnsafeMutablePointer<Element>
  private(set) var capacity: Int

  init(capacity: Int = 0) {
    self.capacity = capacity
    pointer = Self.allocate(capacity)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// Room for at least `count` elements. What was there is lost when the memory has to grow.
  func reserve(_ count: Int) {
    guard count > capacity else { return }
    UnsafeMutableRawPointer(pointer).deallocate()
    capacity = count
    pointer = Self.allocate(count)
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    return raw.bindMemory(to: Element.self, capacity: max(count, 1))
  }
}
