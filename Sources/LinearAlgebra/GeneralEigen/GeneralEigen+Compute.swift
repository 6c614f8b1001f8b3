public import Tensors

/// Eigenvalues and right eigenvectors of a square matrix [n, n] that need not be symmetric.
///
/// LAPACK sees Aᵀ and is asked for left eigenvectors: uᴴ Aᵀ = value uᴴ says that the conjugate of u is a right eigenvector of A.
///
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``, ``LinearAlgebraError/notConverged(routine:)``.
/// - Complexity: O(n³), about ten times a symmetric one.
public func eigenGeneral<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> GeneralEigen<Scalar> {
  let n = order(a, "eigenGeneral")
  try checkFinite(a)
  guard n > 0 else {
    return GeneralEigen(
      values: ComplexTensor(real: .zeros([0]), imaginary: .zeros([0])),
      vectorRows: ComplexTensor(real: .zeros([0, 0]), imaginary: .zeros([0, 0])))
  }
  var work = a.copied()
  var left = [Scalar](repeating: 0, count: n * n)
  var real = [Scalar](repeating: 0, count: n)
  var imaginary = real
  let info = work.withUnsafeMutableBufferPointer {
    Scalar.geev(n: n, $0.baseAddress!, lda: n, real: &real, imaginary: &imaginary, left: &left, ldl: n)
  }
  try checkAccepted(info, "geev")
  if info > 0 { throw .notConverged(routine: "geev") }

  var vectors = ComplexTensor<Scalar>(real: .zeros([n, n]), imaginary: .zeros([n, n]))
  let order = (0..<n).sorted { (real[$0], imaginary[$0]) < (real[$1], imaginary[$1]) }
  vectors.real.withUnsafeMutableBufferPointer { re in
    vectors.imaginary.withUnsafeMutableBufferPointer { im in
      for (row, index) in order.enumerated() {
        // Of a pair, LAPACK stores the real part at the first and the imaginary part at the second.
        let first = imaginary[index] < 0 ? index - 1 : index
        // The first of the pair is x + iy, whose conjugate belongs to A; the second is conjugate to it.
        let sign: Scalar = imaginary[index] == 0 ? 0 : imaginary[index] < 0 ? 1 : -1
        for j in 0..<n {
          re[row * n + j] = left[first * n + j]
          im[row * n + j] = sign == 0 ? 0 : sign * left[(first + 1) * n + j]
        }
        turn(re.baseAddress! + row * n, im.baseAddress! + row * n, n)
      }
    }
  }
  return GeneralEigen(
    values: ComplexTensor(real: Tensor(order.map { real[$0] }), imaginary: Tensor(order.map { imaginary[$0] })),
    vectorRows: vectors)
}

/// Multiplies a complex vector by the phase that makes its entry of largest magnitude real and positive.
private func turn<Scalar: LAPACKScalar>(_ re: UnsafeMutablePointer<Scalar>, _ im: UnsafeMutablePointer<Scalar>, _ n: Int) {
  var largest: Scalar = 0
  var at = 0
  for j in 0..<n {
    let square = re[j] * re[j] + im[j] * im[j]
    // LAPACK's two entries of one magnitude differ in their last bits; the first shall win.
    if square > largest * (1 + 16 * Scalar.ulpOfOne) { (largest, at) = (square, j) }
  }
  guard largest > 0 else { return }
  let magnitude = largest.squareRoot()
  let (c, s) = (re[at] / magnitude, im[at] / magnitude)
  for j in 0..<n { (re[j], im[j]) = (re[j] * c + im[j] * s, im[j] * c - re[j] * s) }
  im[at] = 0
}
