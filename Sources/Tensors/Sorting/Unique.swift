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
    let order = flat.argsort()
    var positions: [Int] = []
    var counts: [Int] = []
    let inverse = Tensor<Int>(uninitialized: [count]) { inverse in
      order.withUnsafeBufferPointer { order in
        flat.withUnsafeBufferPointer { elements in
          for (rank, position) in order.enumerated() {
            if rank == 0 || !Self.areSame(elements[position], elements[order[rank - 1]]) {
              positions.append(position)
              counts.append(0)
            }
            counts[counts.count - 1] += 1
            inverse[position] = counts.count - 1
          }
        }
      }
    }
    return UniqueElements(
      values: flat.take(positions, axis: 0), positions: Tensor<Int>(positions), inverse: inverse.reshaped(shape.dimensions),
      counts: Tensor<Int>(counts))
  }

  /// Equal, or both NaN.
  private static func areSame(_ a: Scalar, _ b: Scalar) -> Bool { a == b || (a != a && b != b) }
}
