public import Tensors

/// The scalars with factorisations, and LAPACK's routines for them on raw **column-major** memory, on the calling thread.
///
/// A row-major matrix A read column by column is Aᵀ. The factorisations of Aᵀ give those of A with the factors' roles exchanged, so
/// most callers pass their row-major memory as it is and nothing is transposed.
///
/// The conformances of Float and Double are the only places that name a LAPACKE function. Every routine returns LAPACK's `info`: 0 if
/// all went well, positive for what the routine could not do with these numbers.
public protocol LAPACKScalar: FloatingScalar {
  /// A[rows, columns] = U diag(s) Vᵀ by divide and conquer; overwrites A.
  static func gesdd(
    _ wanted: SingularVectors, rows: Int, columns: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ s: UnsafeMutablePointer<Self>,
    _ u: UnsafeMutablePointer<Self>, ldu: Int, _ vTransposed: UnsafeMutablePointer<Self>, ldvt: Int) -> Int

  /// The same by QR iteration: slower, but it converges where `gesdd` does not.
  static func gesvd(
    _ wanted: SingularVectors, rows: Int, columns: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ s: UnsafeMutablePointer<Self>,
    _ u: UnsafeMutablePointer<Self>, ldu: Int, _ vTransposed: UnsafeMutablePointer<Self>, ldvt: Int) -> Int

  /// A[rows, columns] = L Q: L on and below the diagonal of A, the reflectors of Q above it, their factors in tau[min(rows, columns)].
  static func gelqf(
    rows: Int, columns: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ tau: UnsafeMutablePointer<Self>) -> Int

  /// The first `rows` rows of the Q that `reflectors` reflectors of `gelqf` make, in their place.
  static func orglq(
    rows: Int, columns: Int, reflectors: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ tau: UnsafePointer<Self>) -> Int

  /// A[n, n] = Uᵀ U, reading and writing the upper triangle only.
  static func potrf(n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int) -> Int

  /// Solves A X = B from `potrf`'s U, in place of B[n, columns].
  static func potrs(
    n: Int, columns: Int, _ a: UnsafePointer<Self>, lda: Int, _ b: UnsafeMutablePointer<Self>, ldb: Int) -> Int

  /// A[rows, columns] = P L U in place; `pivots[i]` is the row, counted from 1, that row i was exchanged with.
  static func getrf(
    rows: Int, columns: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>) -> Int

  /// Solves A X = B, or Aᵀ X = B, from `getrf`'s factors, in place of B[n, columns].
  static func getrs(
    transposed: Bool, n: Int, columns: Int, _ a: UnsafePointer<Self>, lda: Int, _ pivots: UnsafePointer<Int32>,
    _ b: UnsafeMutablePointer<Self>, ldb: Int) -> Int

  /// The inverse of A[n, n] from `getrf`'s factors, in their place.
  static func getri(n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ pivots: UnsafePointer<Int32>) -> Int

  /// All eigenvalues, ascending, of the symmetric A[n, n] whose upper triangle is given, and the eigenvectors in A's columns if wanted.
  static func syevd(vectors: Bool, n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ values: UnsafeMutablePointer<Self>) -> Int

  /// The `count` largest eigenvalues, ascending, and their vectors in the columns of `vectors`[n, count]. `values` has room for n.
  static func syevr(
    largest count: Int, n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ values: UnsafeMutablePointer<Self>,
    _ vectors: UnsafeMutablePointer<Self>, ldv: Int) -> Int

  /// The eigenvalues of A[n, n] and its left eigenvectors, uᴴ A = value uᴴ. A conjugate pair's vectors are column j plus and minus i
  /// times column j + 1, the value with positive imaginary part first.
  static func geev(
    n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, real: UnsafeMutablePointer<Self>, imaginary: UnsafeMutablePointer<Self>,
    left: UnsafeMutablePointer<Self>, ldl: Int) -> Int

  /// The x of least norm among those of least |A x - b|, for each column of B[max(rows, columns), right], in place; singular values
  /// below `tolerance` times the largest count as zero.
  static func gelsd(
    rows: Int, columns: Int, right: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ b: UnsafeMutablePointer<Self>, ldb: Int,
    _ s: UnsafeMutablePointer<Self>, tolerance: Self, rank: inout Int) -> Int

  // MARK: Loops over an array, stated here so that a generic caller pays for one call and not for one per element

  /// The index of the first number that is NaN or infinite.
  static func firstNonFinite(_ x: UnsafePointer<Self>, count: Int) -> Int?

  /// Whether the number of largest magnitude, the first of equals, is negative.
  static func isLargestNegative(_ x: UnsafePointer<Self>, count: Int, stride: Int) -> Bool

  static func scale(_ x: UnsafeMutablePointer<Self>, count: Int, stride: Int, by factor: Self)

  /// The largest magnitude, or NaN if there is one.
  static func largestMagnitude(_ x: UnsafePointer<Self>, count: Int, stride: Int) -> Self

  /// The sum of the magnitudes raised to `power`, in double precision.
  static func sumOfPowers(_ x: UnsafePointer<Self>, count: Int, stride: Int, power: Double, scale: Self) -> Double
}

/// Which singular vectors `gesdd` and `gesvd` compute.
public enum SingularVectors: Sendable {
  case none
  /// As many as there are singular values.
  case thin
  /// Bases of the whole spaces.
  case full
}
