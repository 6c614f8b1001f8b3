/// The counter-based generator Philox 4x32-10: a keyed bijection of 128-bit counters whose outputs look random.
///
/// Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
enum Philox {
  /// The four words that belong to `counter` (lowest word first) under `key` (lower half first).
  static func block(_ counter: SIMD4<UInt32>, key: UInt64) -> SIMD4<UInt32> {
    var c = counter
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let p0 = c[0].multipliedFullWidth(by: 0xD251_1F53)
      let p1 = c[2].multipliedFullWidth(by: 0xCD9E_8D57)
      c = SIMD4(p1.high ^ c[1] ^ k0, p1.low, p0.high ^ c[3] ^ k1, p0.low)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return c
  }
}
