import Tensors

/// How many rows of `columns` numbers make a block that stays in the cache next to what it is multiplied with.
func blockRows(_ columns: Int) -> Int {
  let numbers = 1 << 18
  return max(64, min(2048, numbers / max(columns, 1) / 64 * 64))
}

/// Memory for the length of a call, aligned for the kernels.
func withScratch<Scalar, Result>(of type: Scalar.Type, count: Int, _ body: (UnsafeMutablePointer<Scalar>) -> Result) -> Result {
  let raw = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Scalar>.stride, alignment: 64)
  defer { raw.deallocate() }
  return body(raw.bindMemory(to: Scalar.self, capacity: count))
}
