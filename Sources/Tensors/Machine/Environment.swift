#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The value of an environment variable, without Foundation.
func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

/// The processors that are online.
func onlineProcessors() -> Int {
  max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
