#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

func sleepOneMillisecond() { usleep(1_000) }
