import CDirectBLAS
import Fathom

/// `gemm fathom|direct float|double M N K NN|TN|NT|TT`: a product into given memory, by `Tensor.matmul` or by cblas with all of
/// OpenBLAS's own threads. T: the operand is stored as its transpose.
enum GEMMWork {
  static func prepare(_ request: [Substring]) -> (() -> Void)? {
    guard request.count == 7, request[0] == "gemm" else { return nil }
    let sizes = request[3..<6].compactMap { Int($0) }
    guard sizes.count == 3 else { return nil }
    let (m, n, k) = (sizes[0], sizes[1], sizes[2])
    let (left, right) = (request[6].first == "T", request[6].last == "T")
    switch (request[1], request[2]) {
    case ("fathom", "float"): return product(Float.self, m, n, k, left, right)
    case ("fathom", "double"): return product(Double.self, m, n, k, left, right)
    case ("direct", "float"):
      return direct(Float.self, m, n, k, left, right) { a, lda, b, ldb, c in
        cblas_sgemm(
          CblasRowMajor, left ? CblasTrans : CblasNoTrans, right ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k),
          1, a, lda, b, ldb, 0, c, blasint(n))
      }
    case ("direct", "double"):
      return direct(Double.self, m, n, k, left, right) { a, lda, b, ldb, c in
        cblas_dgemm(
          CblasRowMajor, left ? CblasTrans : CblasNoTrans, right ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k),
          1, a, lda, b, ldb, 0, c, blasint(n))
      }
    default: return nil
    }
  }

  private static func stored<Scalar: FloatingScalar>(_ rows: Int, _ columns: Int, _ transposed: Bool) -> Tensor<Scalar> {
    var generator = RandomGenerator(seed: UInt64(rows))
    return .uniform(transposed ? [columns, rows] : [rows, columns], using: &generator)
  }

  private static func product<Scalar: FloatingScalar>(
    _: Scalar.Type, _ m: Int, _ n: Int, _ k: Int, _ left: Bool, _ right: Bool
  ) -> () -> Void {
    let a: Tensor<Scalar> = stored(m, k, left)
    let b: Tensor<Scalar> = stored(k, n, right)
    var c = Tensor<Scalar>.zeros([m, n])
    openblas_set_num_threads(1)
    return { (left ? a.transposed : a).matmul(right ? b.transposed : b, into: &c) }
  }

  private static func direct<Scalar: FloatingScalar>(
    _: Scalar.Type, _ m: Int, _ n: Int, _ k: Int, _ left: Bool, _ right: Bool,
    _ call: @escaping (UnsafePointer<Scalar>, blasint, UnsafePointer<Scalar>, blasint, UnsafeMutablePointer<Scalar>) -> Void
  ) -> () -> Void {
    let a: Tensor<Scalar> = stored(m, k, left)
    let b: Tensor<Scalar> = stored(k, n, right)
    var c = Tensor<Scalar>.zeros([m, n])
    openblas_set_num_threads(openblas_get_num_procs())
    return {
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          c.withUnsafeMutableBufferPointer { c in
            call(a.baseAddress!, blasint(left ? m : k), b.baseAddress!, blasint(right ? k : n), c.baseAddress!)
          }
        }
      }
    }
  }
}
