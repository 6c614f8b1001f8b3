internal import COpenBLAS

extension Float: BLASScalar {
  public static func gemm(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, alpha: Float,
    _ a: UnsafePointer<Float>, lda: Int, _ b: UnsafePointer<Float>, ldb: Int,
    beta: Float, _ c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    OpenBLAS.useOneThread()
    cblas_sgemm(
      CblasRowMajor, transposition(transposeA), transposition(transposeB), blasint(m), blasint(n), blasint(k), alpha,
      a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
  }

  public static func syrk(
    transposeA: Bool, n: Int, k: Int, alpha: Float, _ a: UnsafePointer<Float>, lda: Int,
    beta: Float, _ c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    OpenBLAS.useOneThread()
    cblas_ssyrk(
      CblasRowMajor, CblasUpper, transposition(transposeA), blasint(n), blasint(k), alpha, a, blasint(lda),
      beta, c, blasint(ldc))
  }

  public static func gemv(
    transpose: Bool, rows: Int, columns: Int, alpha: Float, _ a: UnsafePointer<Float>, lda: Int,
    _ x: UnsafePointer<Float>, strideX: Int, beta: Float, _ y: UnsafeMutablePointer<Float>, strideY: Int
  ) {
    OpenBLAS.useOneThread()
    cblas_sgemv(
      CblasRowMajor, transposition(transpose), blasint(rows), blasint(columns), alpha, a, blasint(lda),
      x, blasint(strideX), beta, y, blasint(strideY))
  }

  public static func dot(
    _ count: Int, _ x: UnsafePointer<Float>, strideX: Int, _ y: UnsafePointer<Float>, strideY: Int
  ) -> Float {
    OpenBLAS.useOneThread()
    return cblas_sdot(blasint(count), x, blasint(strideX), y, blasint(strideY))
  }

  public static func axpy(
    _ count: Int, alpha: Float, _ x: UnsafePointer<Float>, strideX: Int, _ y: UnsafeMutablePointer<Float>, strideY: Int
  ) {
    OpenBLAS.useOneThread()
    cblas_saxpy(blasint(count), alpha, x, blasint(strideX), y, blasint(strideY))
  }
}
