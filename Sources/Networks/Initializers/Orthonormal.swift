internal import LinearAlgebra
internal import Tensors

/// Orthonormal matrices from normal ones.
enum Orthonormal {
  /// Replaces the normal `matrix` [count, length] by `gain` times one with orthonormal rows, or columns where there are more rows: the
  /// Q of its QR decomposition with the signs of R's diagonal, so that every orientation is equally likely (Mezzadri 2007).
  static func replace<Scalar: FloatingScalar>(
    _ matrix: UnsafeMutableBufferPointer<Scalar>, rows count: Int, length: Int, gain: Double
  ) {
    guard count > 0, length > 0 else { return }
    let given = Tensor<Double>(matrix.map(Double.init), shape: [count, length])
    let isWide = length > count
    // Normal numbers are finite, the one thing that the decomposition asks for.
    guard let decomposition = try? qr(isWide ? given.transposed : given) else { return }
    let signs = decomposition.r.diagonal().mapped(by: .sign)
    let q = decomposition.q * signs * gain
    let result = (isWide ? q.transposed : q).scalars
    for index in matrix.indices { matrix[index] = Scalar(result[index]) }
  }
}
