internal import COpenBLAS

extension Double: BLASScalar {
  public static func gemm(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, alpha: Double,
    _ a: UnsafePointer<Double>, lda: Int, _ b: UnsafePointer<Double>, ldb: Int,
    beta: Double, _ c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    OpenBLAS.useOneThread()
    cblas_dgemm(
      CblasRowMajor, transposition(transposeA), transposition(transposeB), blasint(m), blasint(n), blasint(k), alpha,
      a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
  }

  public static func syrk(
    transposeA: Bool, n: Int, k: Int, alpha: Double, _ a: UnsafePointer<Double>, lda: Int,
    beta: Double, _ c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    OpenBLAS.useOneThread()
    cblas_dsyrk(
      CblasRowMajor, CblasUpper, transposition(transposeA), blasint(n), blasint(k), alpha, a, blasint(lda),
      beta, c, blasint(ldc))
  }

  public static func gemv(
    transpose: Bool, rows: Int, columns: Int, alpha: Double, _ a: UnsafePointer<Double>, lda: Int,
    _ x: UnsafePointer<Double>, strideX: Int, beta: Double, _ y: UnsafeMutablePointer<Double>, strideY: Int
  ) {
    OpenBLAS.useOneThread()
    cblas_dgemv(
      CblasRowMajor, transposition(transpose), blasint(rows), blasint(columns), alpha, a, blasint(lda),
      x, blasint(strideX), beta, y, blasint(strideY))
  }

  public static func dot(
    _ count: Int, _ x: UnsafePointer<Double>, strideX: Int, _ y: UnsafePointer<Double>, strideY: Int
  ) -> Double {
    OpenBLAS.useOneThread()
    return cblas_ddot(blasint(count), x, blasint(strideX), y, blasint(strideY))
  }

  public static func axpy(
    _ count: Int, alpha: Double, _ x: UnsafePointer<Double>, strideX: Int, _ y: UnsafeMutablePointer<Double>, strideY: Int
  ) {
    OpenBLAS.useOneThread()
    cblas_daxpy(blasint(count), alpha, x, blasint(strideX), y, blasint(strideY))
  }
}
