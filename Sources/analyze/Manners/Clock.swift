#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Seconds on a clock that only goes forward.
func secondsNow() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
