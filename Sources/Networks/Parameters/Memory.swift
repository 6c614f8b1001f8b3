internal import Tensors

/// Zeroed memory for scalars, aligned to 64 bytes, that lives as long as this object.
final class Memory<Scalar: FloatingScalar>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Scalar>
  let count: Int
  private var tensor: Tensor<Scalar>

  init(count: Int) {
    self.count = count
    tensor = Tensor.zeros([Swift.max(count, 1)])
    // A tensor that nobody else holds keeps its memory in place.
    pointer = tensor.withUnsafeMutableBufferPointer { $0.baseAddress! }
  }

  /// `count` rounded up so that what follows begins on a cache line.
  static func padded(_ count: Int) -> Int {
    let line = 64 / MemoryLayout<Scalar>.stride
    return (count + line - 1) / line * line
  }
}
