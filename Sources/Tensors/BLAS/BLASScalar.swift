internal import COpenBLAS

/// The BLAS routines on raw row-major memory, each on the calling thread alone. Cutting work into parts for several threads is the
/// caller's business (see ``Parallel``), so that results do not depend on how many there are.
///
/// The conformances of Float and Double are the only places that name a cblas function.
public protocol BLASScalar {
  /// C[m, n] = alpha * op(A)[m, k] op(B)[k, n] + beta * C, with `lda`, `ldb`, `ldc` elements from row to row as stored.
  static func gemm(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, alpha: Self,
    _ a: UnsafePointer<Self>, lda: Int, _ b: UnsafePointer<Self>, ldb: Int,
    beta: Self, _ c: UnsafeMutablePointer<Self>, ldc: Int)

  /// The upper triangle of C[n, n] = alpha * op(A) op(A)ᵀ + beta * C, where op(A) is [n, k]: A itself, or Aᵀ if `transposeA`.
  static func syrk(
    transposeA: Bool, n: Int, k: Int, alpha: Self, _ a: UnsafePointer<Self>, lda: Int,
    beta: Self, _ c: UnsafeMutablePointer<Self>, ldc: Int)

  /// y[m] = alpha * op(A) x + beta * y, where A is [rows, columns] as stored.
  static func gemv(
    transpose: Bool, rows: Int, columns: Int, alpha: Self, _ a: UnsafePointer<Self>, lda: Int,
    _ x: UnsafePointer<Self>, strideX: Int, beta: Self, _ y: UnsafeMutablePointer<Self>, strideY: Int)

  static func dot(
    _ count: Int, _ x: UnsafePointer<Self>, strideX: Int, _ y: UnsafePointer<Self>, strideY: Int) -> Self

  /// y[count] += alpha * x.
  static func axpy(
    _ count: Int, alpha: Self, _ x: UnsafePointer<Self>, strideX: Int, _ y: UnsafeMutablePointer<Self>, strideY: Int)
}

func transposition(_ transposed: Bool) -> CBLAS_TRANSPOSE { transposed ? CblasTrans : CblasNoTrans }
