/// Cells that cut the real line finely: the numbers that share sign, exponent and the first seven bits of the mantissa, so that a
/// cell is 1/128 of its octave. Every Double but zero and the non-finite ones lies in one.
struct Cell: Hashable, Comparable, Sendable {
  /// 19 leading bits without the sign; for negative numbers -1 minus that, so that cells are in the order of their numbers.
  let key: Int32

  private static let droppedBits: UInt64 = 45

  init(key: Int32) { self.key = key }

  /// From the 19 leading bits of a Double.
  init(leadingBits: UInt32) {
    let magnitude = Int32(leadingBits & 0x3FFFF)
    key = leadingBits >> 18 == 0 ? magnitude : -1 - magnitude
  }

  init(containing value: Double) { self.init(leadingBits: UInt32(value.bitPattern >> Self.droppedBits)) }

  /// The ends; the one nearer to zero belongs to the cell, the other does not.
  var bounds: (lower: Double, upper: Double) {
    let magnitude = UInt64(key >= 0 ? key : -1 - key)
    let near = Double(bitPattern: magnitude << Self.droppedBits)
    let far = Double(bitPattern: (magnitude + 1) << Self.droppedBits)
    let end = far.isFinite ? far : Double.greatestFiniteMagnitude
    return key >= 0 ? (near, end) : (-end, -near)
  }

  static func < (a: Cell, b: Cell) -> Bool { a.key < b.key }
}
