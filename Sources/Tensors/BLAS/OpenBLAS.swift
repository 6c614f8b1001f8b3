internal import COpenBLAS

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What Fathom settles with OpenBLAS before the first call.
public enum OpenBLAS {
  /// Tells OpenBLAS, once, to stay on the calling thread. Whoever calls BLAS or LAPACK calls this first.
  @inline(__always)
  public static func useOneThread() { _ = once }

  private static let once: Void = {
    openblas_set_num_threads(1)
    endIdleThreads()
  }()

  /// The same for a thread that begins: where OpenBLAS was built with OpenMP, the setting is each thread's own.
  static func keepToThisThread() { openblas_set_num_threads(1) }

  /// Ends the threads that OpenBLAS starts when it is loaded. They spin for tens of milliseconds while they wait for work, each on a
  /// processor that one of ours needs. A program that asks OpenBLAS for more threads later gets new ones. This is the function that
  /// OpenBLAS itself calls before a fork; builds without threads of their own do not have it.
  private static func endIdleThreads() {
    #if canImport(Darwin)
      let anywhere = UnsafeMutableRawPointer(bitPattern: -2)
    #else
      let anywhere: UnsafeMutableRawPointer? = nil
    #endif
    guard let symbol = dlsym(anywhere, "blas_thread_shutdown_") else { return }
    _ = unsafeBitCast(symbol, to: (@convention(c) () -> CInt).self)()
  }

  /// The processor that OpenBLAS has chosen its kernels for, by its name for it; the environment variable `OPENBLAS_CORETYPE` may decide.
  public static var kernels: String { String(cString: openblas_get_corename()) }

  /// Whether OpenBLAS's kernels do without the vectors of 512 bits that `level` has.
  static func isNarrower(than level: InstructionSet) -> Bool { level == .avx512 && !hasWideKernels }

  private static let hasWideKernels = ["skylakex", "cooperlake", "sapphirerapids"].contains(kernels.lowercased())
}
