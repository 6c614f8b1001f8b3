internal import CLAPACKE
public import Tensors

extension Float: LAPACKScalar {
  public static func gesdd(
    _ wanted: SingularVectors, rows: Int, columns: Int, _ a: UnsafeMutablePointer<Float>, lda: Int,
    _ s: UnsafeMutablePointer<Float>, _ u: UnsafeMutablePointer<Float>, ldu: Int,
    _ vTransposed: UnsafeMutablePointer<Float>, ldvt: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(
      LAPACKE_sgesdd(
        LAPACK_COL_MAJOR, wanted.job, Int32(rows), Int32(columns), a, Int32(lda), s, u, Int32(ldu), vTransposed, Int32(ldvt)))
  }

  public static func gesvd(
    _ wanted: SingularVectors, rows: Int, columns: Int, _ a: UnsafeMutablePointer<Float>, lda: Int,
    _ s: UnsafeMutablePointer<Float>, _ u: UnsafeMutablePointer<Float>, ldu: Int,
    _ vTransposed: UnsafeMutablePointer<Float>, ldvt: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    // What did not become zero off the diagonal; of no use here.
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, min(rows, columns))) { rest in
      Int(
        LAPACKE_sgesvd(
          LAPACK_COL_MAJOR, wanted.job, wanted.job, Int32(rows), Int32(columns), a, Int32(lda), s, u, Int32(ldu),
          vTransposed, Int32(ldvt), rest.baseAddress))
    }
  }

  public static func gelqf(
    rows: Int, columns: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ tau: UnsafeMutablePointer<Float>
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_sgelqf(LAPACK_COL_MAJOR, Int32(rows), Int32(columns), a, Int32(lda), tau))
  }

  public static func orglq(
    rows: Int, columns: Int, reflectors: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ tau: UnsafePointer<Float>
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_sorglq(LAPACK_COL_MAJOR, Int32(rows), Int32(columns), Int32(reflectors), a, Int32(lda), tau))
  }

  public static func potrf(n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_spotrf(LAPACK_COL_MAJOR, letter("U"), Int32(n), a, Int32(lda)))
  }

  public static func potrs(
    n: Int, columns: Int, _ a: UnsafePointer<Float>, lda: Int, _ b: UnsafeMutablePointer<Float>, ldb: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_spotrs(LAPACK_COL_MAJOR, letter("U"), Int32(n), Int32(columns), a, Int32(lda), b, Int32(ldb)))
  }

  public static func getrf(
    rows: Int, columns: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_sgetrf(LAPACK_COL_MAJOR, Int32(rows), Int32(columns), a, Int32(lda), pivots))
  }

  public static func getrs(
    transposed: Bool, n: Int, columns: Int, _ a: UnsafePointer<Float>, lda: Int, _ pivots: UnsafePointer<Int32>,
    _ b: UnsafeMutablePointer<Float>, ldb: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(
      LAPACKE_sgetrs(
        LAPACK_COL_MAJOR, letter(transposed ? "T" : "N"), Int32(n), Int32(columns), a, Int32(lda), pivots, b, Int32(ldb)))
  }

  public static func getri(n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ pivots: UnsafePointer<Int32>) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_sgetri(LAPACK_COL_MAJOR, Int32(n), a, Int32(lda), pivots))
  }

  public static func syevd(
    vectors: Bool, n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ values: UnsafeMutablePointer<Float>
  ) -> Int {
    OpenBLAS.useOneThread()
    return Int(LAPACKE_ssyevd(LAPACK_COL_MAJOR, letter(vectors ? "V" : "N"), letter("U"), Int32(n), a, Int32(lda), values))
  }

  public static func syevr(
    largest count: Int, n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ values: UnsafeMutablePointer<Float>,
    _ vectors: UnsafeMutablePointer<Float>, ldv: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    var found: Int32 = 0
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, 2 * count)) { supports in
      let info = LAPACKE_ssyevr(
        LAPACK_COL_MAJOR, letter("V"), letter("I"), letter("U"), Int32(n), a, Int32(lda), 0, 0,
        Int32(n - count + 1), Int32(n), 0, &found, values, vectors, Int32(ldv), supports.baseAddress)
      return info == 0 && Int(found) != count ? count - Int(found) : Int(info)
    }
  }

  public static func geev(
    n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, real: UnsafeMutablePointer<Float>,
    imaginary: UnsafeMutablePointer<Float>, left: UnsafeMutablePointer<Float>, ldl: Int
  ) -> Int {
    OpenBLAS.useOneThread()
    var unused = 0 as Float
    return Int(
      LAPACKE_sgeev(
        LAPACK_COL_MAJOR, letter("V"), letter("N"), Int32(n), a, Int32(lda), real, imaginary, left, Int32(ldl), &unused, 1))
  }

  public static func gelsd(
    rows: Int, columns: Int, right: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ b: UnsafeMutablePointer<Float>, ldb: Int,
    _ s: UnsafeMutablePointer<Float>, tolerance: Float, rank: inout Int
  ) -> Int {
    OpenBLAS.useOneThread()
    var found: Int32 = 0
    let info = LAPACKE_sgelsd(
      LAPACK_COL_MAJOR, Int32(rows), Int32(columns), Int32(right), a, Int32(lda), b, Int32(ldb), s, tolerance, &found)
    rank = Int(found)
    return Int(info)
  }
}
