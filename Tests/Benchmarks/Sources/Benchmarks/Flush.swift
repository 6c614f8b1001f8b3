#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Sends what was printed on its way through a pipe.
func flushOutput() { fflush(nil) }
