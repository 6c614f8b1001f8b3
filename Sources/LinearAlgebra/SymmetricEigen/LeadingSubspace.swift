import Tensors

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The largest eigenvalues of a big symmetric matrix by subspace iteration with Chebyshev polynomials (Zhou, Saad, Tiago, Chelikowsky,
/// Self-consistent-field calculations using Chebyshev-filtered subspace iteration, 2006).
///
/// A few dozen products with a thin block instead of the reduction of the whole matrix: for 50 of 2,000 eigenvalues less than half the time
/// of `syevr`, on two threads, to the same residual. It needs eigenvalues that fall off behind the wanted ones, and gives up where they do not.
struct LeadingSubspace<Scalar: LAPACKScalar> {
  /// Whether this way is likely to be faster for `count` eigenvalues of a matrix of order `n`.
  static func suits(order n: Int, count: Int) -> Bool { n >= 1_024 && 16 * count <= n }

  private let matrix: Tensor<Scalar>
  private let n: Int
  private let count: Int
  /// Orthonormal rows. [count and some more, n]
  private var basis: Tensor<Scalar>
  /// Of the matrix in the basis, ascending.
  private var values: [Scalar] = []
  /// The largest |A v - value v| of the wanted pairs.
  private var residual: Scalar = .infinity

  private static var degree: Int { 12 }
  /// Relative to the largest eigenvalue; about what `syevr` leaves.
  private static var tolerance: Scalar { 512 * .ulpOfOne }
  private static var patience: Int { 12 }

  /// The `count` largest eigenvalues, ascending, of a matrix of which both triangles are given; nil where they do not converge soon.
  static func largest(_ count: Int, of matrix: Tensor<Scalar>) throws(LinearAlgebraError) -> SymmetricEigen<Scalar>? {
    var subspace = try LeadingSubspace(matrix, count)
    let floor = try subspace.lowerBound()
    try subspace.refine()
    for _ in 0..<patience {
      let before = subspace.residual
      let (width, largest) = (subspace.values.count, subspace.values[subspace.values.count - 1])
      guard largest > 0, subspace.values[0] > floor else { return nil }
      subspace.filter(from: floor, to: subspace.values[0])
      try subspace.refine()
      let goal = tolerance * subspace.values[width - 1].magnitude
      if subspace.residual <= goal { return subspace.wanted() }
      // The first rounds only find the way. Later ones must shrink the residual fast enough to be worth it.
      let rate = Double(subspace.residual / before)
      let roundsLeft = log(Double(goal / subspace.residual)) / log(rate)
      if Double(before) < 1e-3 * Double(largest), !(rate < 1 && roundsLeft < Double(patience)) { return nil }
    }
    return nil
  }

  private init(_ matrix: Tensor<Scalar>, _ count: Int) throws(LinearAlgebraError) {
    (self.matrix, self.count, n) = (matrix, count, matrix.shape[0])
    var generator = RandomGenerator(seed: 0)
    let spare = max(12, count / 4)
    basis = .normal([min(count + spare, n), n], using: &generator)
  }

  /// Makes the basis orthonormal and turns it to the eigenvectors of the matrix within it.
  private mutating func refine() throws(LinearAlgebraError) {
    let rows = try qr(basis.transposed).q.transposed.copied()
    let images = rows.matmul(matrix)
    let small = try eigenSymmetric(images.matmul(rows.transposed))
    basis = small.vectorRows.matmul(rows)
    values = small.values.scalars
    residual = largestResidual(small.vectorRows.matmul(images))
  }

  private func largestResidual(_ images: Tensor<Scalar>) -> Scalar {
    var differences = images
    let width = values.count
    return differences.withUnsafeMutableBufferPointer { images in
      basis.withUnsafeBufferPointer { basis in
        (width - count..<width).map { row in
          let start = row * n
          Scalar.axpy(n, alpha: -values[row], basis.baseAddress! + start, strideX: 1, images.baseAddress! + start, strideY: 1)
          let squares = Scalar.sumOfPowers(images.baseAddress! + start, count: n, stride: 1, power: 2, scale: 1)
          return Scalar(squares.squareRoot())
        }.max() ?? 0
      }
    }
  }

  /// Applies the Chebyshev polynomial that is small from `floor` to `cut` and grows fastest above.
  private mutating func filter(from floor: Scalar, to cut: Scalar) {
    let (half, centre) = ((cut - floor) / 2, (cut + floor) / 2)
    var shifted = matrix
    shifted.withUnsafeMutableBufferPointer { for i in 0..<n { $0[i * (n + 1)] -= centre } }
    // Scaled so that the largest eigenvalue keeps its size.
    var scale = half / (values[values.count - 1] - centre)
    let first = scale
    var previous = basis
    var current = Tensor<Scalar>.zeros(basis.shape)
    previous.matmul(shifted, into: &current, alpha: scale / half)
    for _ in 1..<Self.degree {
      let next = 1 / (2 / first - scale)
      current.matmul(shifted, into: &previous, alpha: 2 * next / half, beta: -scale * next)
      swap(&previous, &current)
      scale = next
    }
    basis = current
  }

  /// A number that no eigenvalue lies below, from a few steps of Lanczos.
  private func lowerBound() throws(LinearAlgebraError) -> Scalar {
    let steps = 12
    var diagonal: [Scalar] = []
    var beside: [Scalar] = []
    var previous = Tensor<Scalar>.zeros([n])
    var generator = RandomGenerator(seed: 1)
    var current = Tensor<Scalar>.normal([n], using: &generator)
    current = current * (1 / norm(current))
    for _ in 0..<steps {
      var next = matrix.matmul(current)
      let along = next.dot(current)
      diagonal.append(along)
      next = next - current * along - previous * (beside.last ?? 0)
      let length = norm(next)
      beside.append(length)
      guard length > .ulpOfOne * along.magnitude else { break }
      (previous, current) = (current, next * (1 / length))
    }
    let order = diagonal.count
    var tridiagonal = Tensor<Scalar>.zeros([order, order])
    tridiagonal.withUnsafeMutableBufferPointer { t in
      for i in 0..<order {
        t[i * (order + 1)] = diagonal[i]
        if i > 0 { t[i * order + i - 1] = beside[i - 1] }
      }
    }
    return try eigenvaluesSymmetric(tridiagonal).scalars[0] - beside[order - 1]
  }

  private func wanted() -> SymmetricEigen<Scalar> {
    let width = values.count
    var rows = basis.copiedRows(width - count..<width)
    rows.orientRows()
    return SymmetricEigen(values: Tensor(values.suffix(count)), vectorRows: rows)
  }
}
