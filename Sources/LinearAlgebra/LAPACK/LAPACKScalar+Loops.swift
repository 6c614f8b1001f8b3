#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif
// Each conformance takes these bodies as its witnesses, and so gets them compiled for its own type.
extension LAPACKScalar {
  public static func firstNonFinite(_ x: UnsafePointer<Self>, count: Int) -> Int? {
    // Whole runs without an exit, so that the comparison is made on vectors.
    let run = 4096
    var start = 0
    while start < count {
      let end = min(start + run, count)
      var found = false
      for i in start..<end { found = found || !(x[i].magnitude <= .greatestFiniteMagnitude) }
      if found { return (start..<end).first { !x[$0].isFinite } }
      start = end
    }
    return nil
  }

  public static func isLargestNegative(_ x: UnsafePointer<Self>, count: Int, stride: Int) -> Bool {
    var largest: Self = 0
    var magnitude: Self = 0
    for i in 0..<count where x[i * stride].magnitude > magnitude {
      largest = x[i * stride]
      magnitude = largest.magnitude
    }
    return largest < 0
  }

  public static func scale(_ x: UnsafeMutablePointer<Self>, count: Int, stride: Int, by factor: Self) {
    for i in 0..<count { x[i * stride] *= factor }
  }

  public static func largestMagnitude(_ x: UnsafePointer<Self>, count: Int, stride: Int) -> Self {
    var largest: Self = 0
    for i in 0..<count {
      let magnitude = x[i * stride].magnitude
      if magnitude.isNaN { return .nan }
      largest = max(largest, magnitude)
    }
    return largest
  }

  public static func sumOfPowers(_ x: UnsafePointer<Self>, count: Int, stride: Int, power: Double, scale: Self) -> Double {
    var sum = 0.0
    switch power {
    case 1: for i in 0..<count { sum += Double((x[i * stride] * scale).magnitude) }
    case 2:
      for i in 0..<count {
        let value = Double(x[i * stride] * scale)
        sum += value * value
      }
    default: for i in 0..<count { sum += pow(Double((x[i * stride] * scale).magnitude), power) }
    }
    return sum
  }
}
