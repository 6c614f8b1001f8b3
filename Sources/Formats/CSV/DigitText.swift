/// Text that grows by numbers, without a string for each.
struct DigitText: TextOutputStream, Sendable {
  /// Of which the first `count` bytes are the text.
  private var storage = [UInt8](repeating: 0, count: 1 << 10)
  private(set) var count = 0

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws(FileError) -> Result) throws(FileError) -> Result {
    try storage.withUnsafeBufferPointer { bytes throws(FileError) in try body(UnsafeRawBufferPointer(start: bytes.baseAddress, count: count)) }
  }

  /// Forgets the text but keeps its memory.
  mutating func removeAll() { count = 0 }

  /// Room for `size` more bytes, of which `fill` says how many it has written.
  @inline(__always)
  private mutating func append(upTo size: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
    if storage.count - count < size { grow(by: size) }
    storage.withUnsafeMutableBufferPointer { count += fill($0.baseAddress! + count) }
  }

  private mutating func grow(by size: Int) {
    storage.append(contentsOf: repeatElement(0, count: max(storage.count, size)))
  }

  mutating func replaceLast(by byte: UInt8) { storage[count - 1] = byte }

  mutating func append(_ ascii: UnsafeBufferPointer<UInt8>, then end: UInt8) {
    append(upTo: ascii.count + 1) {
      if let start = ascii.baseAddress { $0.update(from: start, count: ascii.count) }
      $0[ascii.count] = end
      return ascii.count + 1
    }
  }

  /// Appends once more what stands in `range`, but for its last byte.
  mutating func append(again range: Range<Int>, then end: UInt8) {
    precondition(!range.isEmpty && range.upperBound <= count)
    let distance = count - range.lowerBound
    append(upTo: range.count) {
      $0.update(from: $0 - distance, count: range.count - 1)
      $0[range.count - 1] = end
      return range.count
    }
  }

  mutating func append(_ value: Int, then end: UInt8) {
    let magnitude = UInt64(value.magnitude)
    append(upTo: Self.mostDigits + 2) { target in
      target.pointee = UInt8(ascii: "-")
      let sign = value < 0 ? 1 : 0
      let length = sign + Self.write(magnitude, Self.digitCount(magnitude), to: target + sign)
      target[length] = end
      return length + 1
    }
  }

  // MARK: Fractions

  /// The shortest text that reads back as the same number.
  mutating func append(finite value: Double, then end: UInt8) {
    if let (whole, fraction, decimals) = Self.fixedPoint(value.magnitude) {
      append(upTo: Self.mostDigits + 10) { target in
        target.pointee = UInt8(ascii: "-")
        let start = value.sign == .minus ? target + 1 : target
        let point = Self.write(whole, Self.digitCount(whole), to: start)
        start[point] = UInt8(ascii: ".")
        var last = point + Self.write(fraction, decimals, to: start + point + 1)
        // One decimal at least stays.
        while last > point + 1, start[last] == UInt8(ascii: "0") { last -= 1 }
        start[last + 1] = end
        return start + last + 2 - target
      }
    } else {
      value.write(to: &self)
      withUnsafePointer(to: end) { append(UnsafeBufferPointer(start: $0, count: 1)) }
    }
  }

  private mutating func append(_ ascii: UnsafeBufferPointer<UInt8>) {
    append(upTo: ascii.count) {
      if let start = ascii.baseAddress { $0.update(from: start, count: ascii.count) }
      return ascii.count
    }
  }

  mutating func write(_ string: String) {
    var string = string
    string.withUTF8 { append($0) }
  }

  /// What the standard library calls for text that it knows to be ASCII; should it cease to, ``write(_:)`` is called instead.
  mutating func _writeASCII(_ ascii: UnsafeBufferPointer<UInt8>) { append(ascii) }

  /// The shortest digits of `value`, perhaps with zeros at the end, and how many of them are decimals; nil where it takes more than is done
  /// here. Many losses and rates have few decimals, and times of clocks have six or seven: writing such costs half of what any number does.
  ///
  /// Below 2^32 numbers lie closer than millionths do, so that where one count of millionths reads back as `value`, no other and no shorter
  /// text does. From 2^29 on they lie farther apart than tenths of millionths, so that the nearest count of these always reads back.
  private static func fixedPoint(_ value: Double) -> (whole: UInt64, fraction: UInt64, decimals: Int)? {
    guard value < 0x1p32, value >= 1e-3 || value == 0 else { return nil }
    let scaled = value * 1e6
    let millionths = Int64(scaled + 0.5)
    // Most numbers are far from a whole count of millionths, which is seen without dividing.
    if abs(scaled - Double(millionths)) <= scaled * 0x1p-51, Double(millionths) / 1e6 == value {
      let (whole, fraction) = UInt64(millionths).quotientAndRemainder(dividingBy: 1_000_000)
      return (whole, fraction, 6)
    }
    guard value >= 0x1p29 else { return nil }
    let whole = UInt64(value)
    // Exact: 23 bits times 24.
    let fraction = (value - Double(whole)) * 1e7
    let nearest = UInt64(fraction + 0.5)
    guard abs(fraction - Double(nearest)) < 0.5, nearest < 10_000_000 else { return nil }
    return (whole, nearest, 7)
  }

  // MARK: Digits

  /// Of 64 bits.
  private static let mostDigits = 20

  @inline(__always)
  private static func digitCount(_ number: UInt64) -> Int {
    var (count, limit) = (1, 10 as UInt64)
    // The next power of ten after 10^19 is none of 64 bits.
    while number >= limit, count < mostDigits {
      count += 1
      if count < mostDigits { limit *= 10 }
    }
    return count
  }

  /// Writes the last `count` digits of a number; returns `count`.
  @inline(__always)
  private static func write(_ number: UInt64, _ count: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var (rest, place) = (number, count)
    while place > 0 {
      place -= 1
      let quotient = rest / 10
      target[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest - 10 * quotient)
      rest = quotient
    }
    return count
  }
}
