import CDirectBLAS
import Fathom

/// `gemm fathom|direct float|double M N K NN|TN|NT|TT`: a product into given memory, by `Tensor.matmul` or by cblas with all of
/// OpenBLAS's own threads. T: the operand is stored as its transpose. Both sides work on the same memory.
enum GEMMWork {
  static func prepare(_ request: [Substring]) -> (() -> Void)? {
    guard request.count == 7, request[0] == "gemm" else { return nil }
    let sizes = request[3..<6].compactMap { Int($0) }
    guard sizes.count == 3 else { return nil }
    let (left, right) = (request[6].first == "T", request[6].last == "T")
    switch (request[1], request[2]) {
    case ("fathom", "float"): return product(Operands<Float>.of(sizes, left, right))
    case ("fathom", "double"): return product(Operands<Double>.of(sizes, left, right))
    case ("direct", "float"):
      return direct(Operands<Float>.of(sizes, left, right)) { a, lda, b, ldb, c in
        cblas_sgemm(
          CblasRowMajor, left ? CblasTrans : CblasNoTrans, right ? CblasTrans : CblasNoTrans, blasint(sizes[0]), blasint(sizes[1]),
          blasint(sizes[2]), 1, a, lda, b, ldb, 0, c, blasint(sizes[1]))
      }
    case ("direct", "double"):
      return direct(Operands<Double>.of(sizes, left, right)) { a, lda, b, ldb, c in
        cblas_dgemm(
          CblasRowMajor, left ? CblasTrans : CblasNoTrans, right ? CblasTrans : CblasNoTrans, blasint(sizes[0]), blasint(sizes[1]),
          blasint(sizes[2]), 1, a, lda, b, ldb, 0, c, blasint(sizes[1]))
      }
    default: return nil
    }
  }

  private static func product<Scalar: FloatingScalar>(_ operands: Operands<Scalar>) -> () -> Void {
    openblas_set_num_threads(1)
    let a = operands.left ? operands.a.transposed : operands.a
    let b = operands.right ? operands.b.transposed : operands.b
    return { a.matmul(b, into: &operands.c) }
  }

  private static func direct<Scalar: FloatingScalar>(
    _ operands: Operands<Scalar>,
    _ call: @escaping (UnsafePointer<Scalar>, blasint, UnsafePointer<Scalar>, blasint, UnsafeMutablePointer<Scalar>) -> Void
  ) -> () -> Void {
    openblas_set_num_threads(openblas_get_num_procs())
    return {
      operands.a.withUnsafeBufferPointer { a in
        operands.b.withUnsafeBufferPointer { b in
          operands.c.withUnsafeMutableBufferPointer { c in
            call(
              a.baseAddress!, blasint(operands.a.shape[1]), b.baseAddress!, blasint(operands.b.shape[1]), c.baseAddress!)
          }
        }
      }
    }
  }
}

/// The matrices of a product as they are stored, kept from one request to the next.
private final class Operands<Scalar: FloatingScalar> {
  let a: Tensor<Scalar>, b: Tensor<Scalar>
  var c: Tensor<Scalar>
  let left: Bool, right: Bool
  private let sizes: [Int]

  private init(_ sizes: [Int], _ left: Bool, _ right: Bool) {
    let (m, n, k) = (sizes[0], sizes[1], sizes[2])
    var generator = RandomGenerator(seed: 1)
    a = .uniform(left ? [k, m] : [m, k], using: &generator)
    b = .uniform(right ? [n, k] : [k, n], using: &generator)
    c = .zeros([m, n])
    (self.sizes, self.left, self.right) = (sizes, left, right)
  }

  static func of(_ sizes: [Int], _ left: Bool, _ right: Bool) -> Operands {
    if let kept = lastOperands as? Operands, kept.sizes == sizes, kept.left == left, kept.right == right { return kept }
    lastOperands = nil  // frees the memory of the last product before the next is prepared
    let operands = Operands(sizes, left, right)
    lastOperands = operands
    return operands
  }
}

nonisolated(unsafe) private var lastOperands: AnyObject?
