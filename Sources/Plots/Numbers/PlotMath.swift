#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The elementary functions that drawing needs, so that one file imports the C library.
enum PlotMath {
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
  static func log10(_ value: Double) -> Double {
    #if canImport(Darwin)
      Darwin.log10(value)
    #else
      Glibc.log10(value)
    #endif
  }
  static func sine(_ angle: Double) -> Double { sin(angle) }
  static func cosine(_ angle: Double) -> Double { cos(angle) }
}
