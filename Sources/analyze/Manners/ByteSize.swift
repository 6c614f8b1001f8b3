import ArgumentParser

/// A number of bytes as people write it: `700M`, `1.5GiB`, `2GB`.
struct ByteSize: Hashable, Comparable, ExpressibleByArgument, CustomStringConvertible {
  var bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  /// K, M, G, T and KiB, MiB, GiB, TiB are powers of 1024; kB, MB, GB, TB of 1000.
  init?(argument: String) {
    let number = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let value = Double(number), let unit = Self.units[argument.dropFirst(number.count).lowercased()] else { return nil }
    let bytes = value * unit
    guard bytes >= 1, bytes < 1e18 else { return nil }
    self.bytes = Int(bytes)
  }

  private static let units: [String: Double] = {
    var units = ["": 1.0, "b": 1.0]
    for (power, letter) in ["k", "m", "g", "t"].enumerated() {
      let exponent = power + 1
      units[letter] = Double(sign: .plus, exponent: 10 * exponent, significand: 1)
      units[letter + "ib"] = units[letter]
      units[letter + "b"] = (0..<exponent).reduce(1.0) { product, _ in product * 1000 }
    }
    return units
  }()

  /// To a tenth of the largest unit of 1024 that fits.
  var description: String {
    var value = Double(bytes)
    for unit in ["bytes", "KiB", "MiB", "GiB"] {
      if value < 1024 { return unit == "bytes" ? "\(bytes) bytes" : "\((value * 10).rounded() / 10) \(unit)" }
      value /= 1024
    }
    return "\((value * 10).rounded() / 10) TiB"
  }

  static func < (a: ByteSize, b: ByteSize) -> Bool { a.bytes < b.bytes }
}
