/// The different elements of a tensor.
public struct UniqueElements<Scalar: TensorScalar>: Sendable {
  /// Ascending. Shape [u].
  public var values: Tensor<Scalar>
  /// Where each value stands first, in row-major order. Shape [u].
  public var positions: Tensor<Int>
  /// Which value each element is. Shape of the tensor.
  public var inverse: Tensor<Int>
  /// How often each value stands there. Shape [u].
  public var counts: Tensor<Int>
}

extension Tensor {
  /// The different elements in ascending order, all NaNs counted as one, last. O(n).
  public func unique() -> UniqueElements<Scalar> {
    let flat = flattened()
    var positions: [Int] = []
    var counts: [Int] = []
    let inverse = Tensor<Int>(uninitialized: [count])
    withUnsafeTemporaryAllocation(of: KeyedPosition.self, capacity: 2 * count) { memory in
      guard let items = memory.baseAddress, count > 0 else { return }
      Scalar.keys(
        flat.storage.pointer + flat.layout.offset, stride: flat.layout.strides[0], count: count, descending: false, into: items)
      RadixSort.sort(items, spare: items + count, count: count)
      for i in 0..<count {
        if i == 0 || items[i].key != items[i - 1].key {
          positions.append(items[i].position)
          counts.append(0)
        }
        counts[counts.count - 1] += 1
        inverse.storage.pointer[items[i].position] = counts.count - 1
      }
    }
    return UniqueElements(
      values: flat.take(positions, axis: 0), positions: Tensor<Int>(positions), inverse: inverse.reshaped(shape.dimensions),
      counts: Tensor<Int>(counts))
  }
}
