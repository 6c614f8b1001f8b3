internal import CLAPACKE
public import Tensors

extension Double: LAPACKScalar {
  public static func gesdd(
    _ wanted: SingularVectors, rows: Int, columns: Int, _ a: UnsafeMutablePointer<Double>, lda: Int,
    _ s: UnsafeMutablePointer<Double>, _ u: UnsafeMutablePointer<Double>, ldu: Int,
    _ vTransposed: UnsafeMutablePointer<Double>, ldvt: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(
      LAPACKE_dgesdd(
        LAPACK_COL_MAJOR, wanted.job, Int32(rows), Int32(columns), a, Int32(lda), s, u, Int32(ldu), vTransposed, Int32(ldvt)))
  }

  public static func gesvd(
    _ wanted: SingularVectors, rows: Int, columns: Int, _ a: UnsafeMutablePointer<Double>, lda: Int,
    _ s: UnsafeMutablePointer<Double>, _ u: UnsafeMutablePointer<Double>, ldu: Int,
    _ vTransposed: UnsafeMutablePointer<Double>, ldvt: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    // What did not become zero off the diagonal; of no use here.
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, min(rows, columns))) { rest in
      Int(
        LAPACKE_dgesvd(
          LAPACK_COL_MAJOR, wanted.job, wanted.job, Int32(rows), Int32(columns), a, Int32(lda), s, u, Int32(ldu),
          vTransposed, Int32(ldvt), rest.baseAddress))
    }
  }

  public static func gelqf(
    rows: Int, columns: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ tau: UnsafeMutablePointer<Double>
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_dgelqf(LAPACK_COL_MAJOR, Int32(rows), Int32(columns), a, Int32(lda), tau))
  }

  public static func orglq(
    rows: Int, columns: Int, reflectors: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ tau: UnsafePointer<Double>
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_dorglq(LAPACK_COL_MAJOR, Int32(rows), Int32(columns), Int32(reflectors), a, Int32(lda), tau))
  }

  public static func potrf(n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_dpotrf(LAPACK_COL_MAJOR, letter("U"), Int32(n), a, Int32(lda)))
  }

  public static func potrs(
    n: Int, columns: Int, _ a: UnsafePointer<Double>, lda: Int, _ b: UnsafeMutablePointer<Double>, ldb: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_dpotrs(LAPACK_COL_MAJOR, letter("U"), Int32(n), Int32(columns), a, Int32(lda), b, Int32(ldb)))
  }

  public static func getrf(
    rows: Int, columns: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_dgetrf(LAPACK_COL_MAJOR, Int32(rows), Int32(columns), a, Int32(lda), pivots))
  }

  public static func getrs(
    transposed: Bool, n: Int, columns: Int, _ a: UnsafePointer<Double>, lda: Int, _ pivots: UnsafePointer<Int32>,
    _ b: UnsafeMutablePointer<Double>, ldb: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(
      LAPACKE_dgetrs(
        LAPACK_COL_MAJOR, letter(transposed ? "T" : "N"), Int32(n), Int32(columns), a, Int32(lda), pivots, b, Int32(ldb)))
  }

  public static func getri(n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ pivots: UnsafePointer<Int32>) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_dgetri(LAPACK_COL_MAJOR, Int32(n), a, Int32(lda), pivots))
  }

  public static func syevd(
    vectors: Bool, n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ values: UnsafeMutablePointer<Double>
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_dsyevd(LAPACK_COL_MAJOR, letter(vectors ? "V" : "N"), letter("U"), Int32(n), a, Int32(lda), values))
  }

  public static func syevr(
    largest count: Int, n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ values: UnsafeMutablePointer<Double>,
    _ vectors: UnsafeMutablePointer<Double>, ldv: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    var found: Int32 = 0
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, 2 * count)) { supports in
      let info = LAPACKE_dsyevr(
        LAPACK_COL_MAJOR, letter("V"), letter("I"), letter("U"), Int32(n), a, Int32(lda), 0, 0,
        Int32(n - count + 1), Int32(n), 0, &found, values, vectors, Int32(ldv), supports.baseAddress)
      return info == 0 && Int(found) != count ? count - Int(found) : Int(info)
    }
  }

  public static func geev(
    n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, real: UnsafeMutablePointer<Double>,
    imaginary: UnsafeMutablePointer<Double>, left: UnsafeMutablePointer<Double>, ldl: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    var unused = 0 as Double
    return Int(
      LAPACKE_dgeev(
        LAPACK_COL_MAJOR, letter("V"), letter("N"), Int32(n), a, Int32(lda), real, imaginary, left, Int32(ldl), &unused, 1))
  }

  public static func gelsd(
    rows: Int, columns: Int, right: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ b: UnsafeMutablePointer<Double>, ldb: Int,
    _ s: UnsafeMutablePointer<Double>, tolerance: Double, rank: inout Int
  ) -> Int {
    OpenBLAS.useOneThread()
    var found: Int32 = 0
    let info = LAPACKE_dgelsd(
      LAPACK_COL_MAJOR, Int32(rows), Int32(columns), Int32(right), a, Int32(lda), b, Int32(ldb), s, tolerance, &found)
    rank = Int(found)
    return Int(info)
  }
}
