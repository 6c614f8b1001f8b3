/// A stable sort by 64-bit keys: insertion for a few, otherwise a byte at a time from the lowest, passing over bytes in which all keys
/// agree. O(n) for each byte that differs.
enum RadixSort {
  /// Sorts `items`; `spare` has room for as many and is left in disorder.
  static func sort(_ items: UnsafeMutablePointer<KeyedPosition>, spare: UnsafeMutablePointer<KeyedPosition>, count: Int) {
    if count <= 32 { return insertionSort(items, count: count) }
    var differing: UInt64 = 0
    for i in 1..<count { differing |= items[i].key ^ items[0].key }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { starts in
      var (from, to) = (items, spare)
      for shift in stride(from: 0, to: UInt64(64), by: 8) where (differing >> shift) & 0xFF != 0 {
        pass(from, to, count, shift, starts.baseAddress!)
        swap(&from, &to)
      }
      if from != items { items.update(from: from, count: count) }
    }
  }

  private static func pass(
    _ from: UnsafeMutablePointer<KeyedPosition>, _ to: UnsafeMutablePointer<KeyedPosition>, _ count: Int, _ shift: UInt64,
    _ starts: UnsafeMutablePointer<Int>
  ) {
    starts.update(repeating: 0, count: 256)
    for i in 0..<count { starts[Int((from[i].key >> shift) & 0xFF)] += 1 }
    var start = 0
    for digit in 0..<256 {
      let size = starts[digit]
      starts[digit] = start
      start += size
    }
    for i in 0..<count {
      let digit = Int((from[i].key >> shift) & 0xFF)
      to[starts[digit]] = from[i]
      starts[digit] += 1
    }
  }

  private static func insertionSort(_ items: UnsafeMutablePointer<KeyedPosition>, count: Int) {
    for i in 1..<Swift.max(count, 1) {
      let item = items[i]
      var j = i
      while j > 0 && items[j - 1].key > item.key {
        items[j] = items[j - 1]
        j -= 1
      }
      items[j] = item
    }
  }
}
