internal import COpenBLAS

/// The one setting of OpenBLAS that Fathom makes.
public enum OpenBLAS {
  /// Tells OpenBLAS, once, to stay on the calling thread. Whoever calls BLAS or LAPACK calls this first.
  @inline(__always)
  public static func useOneThread() { _ = once }

  private static let once: Void = openblas_set_num_threads(1)

  /// The same for a thread that begins: where OpenBLAS was built with OpenMP, the setting is each thread's own.
  static func keepToThisThread() { openblas_set_num_threads(1) }

  /// The processor that OpenBLAS has chosen its kernels for, by its name for it; the environment variable `OPENBLAS_CORETYPE` may decide.
  public static var kernels: String { String(cString: openblas_get_corename()) }
}
