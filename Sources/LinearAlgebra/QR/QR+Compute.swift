public import Tensors

/// The QR factorisation of a matrix [m, n] by Householder reflections. See ``QR`` for the signs.
///
/// LAPACK sees Aᵀ and is asked for its L Q: A = (L Q)ᵀ = Qᵀ Lᵀ, and both come out in row-major order as they are wanted.
///
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``.
/// - Complexity: O(m n min(m, n)), and O(m² n) for the complete Q.
public func qr<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>, mode: QR<Scalar>.Mode = .reduced) throws(LinearAlgebraError) -> QR<Scalar> {
  let (m, n) = extents(a, "qr")
  try checkFinite(a)
  let k = min(m, n)
  let width = mode == .complete ? m : k
  guard k > 0 else {
    return QR(q: mode == .complete ? .identity(m) : .zeros([m, 0]), r: .zeros([width, n]))
  }
  var reflected = a.copied()
  var tau = Tensor<Scalar>.zeros([k])
  var q = Tensor<Scalar>.zeros([m, width])
  var r = Tensor<Scalar>.zeros([width, n])
  let (factored, formed) = reflected.withUnsafeMutableBufferPointer { reflected in
    tau.withUnsafeMutableBufferPointer { tau in
      q.withUnsafeMutableBufferPointer { q in
        r.withUnsafeMutableBufferPointer { r in
          let a = reflected.baseAddress!
          let factored = Scalar.gelqf(rows: n, columns: m, a, lda: n, tau.baseAddress!)
          copyTriangle(a, to: r.baseAddress!, rows: k, columns: n)
          for row in 0..<m { (q.baseAddress! + row * width).update(from: a + row * n, count: k) }
          let formed = Scalar.orglq(rows: width, columns: m, reflectors: k, q.baseAddress!, lda: width, tau.baseAddress!)
          let columns = Vectors.columns(q.baseAddress!, count: width, length: m)
          for i in 0..<k where a[i * n + i] < 0 { columns.negate(i) }
          columns.orient(from: k)
          return (factored, formed)
        }
      }
    }
  }
  try checkAccepted(factored, "gelqf")
  try checkAccepted(formed, "orglq")
  return QR(q: q, r: r)
}
