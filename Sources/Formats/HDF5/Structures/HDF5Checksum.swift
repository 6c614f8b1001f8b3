/// The checksums of HDF5 files.
enum HDF5Checksum {
  /// Of structures: Bob Jenkins's hash of a run of bytes ("lookup3", 2006).
  static func ofStructure(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var (a, b, c) = (UInt32(0xDEAD_BEEF), UInt32(0xDEAD_BEEF), UInt32(0xDEAD_BEEF))
    let length = UInt32(truncatingIfNeeded: bytes.count)
    a &+= length
    b &+= length
    c &+= length
    var position = 0
    func word(_ offset: Int) -> UInt32 {
      var word: UInt32 = 0
      for index in 0..<4 where position + offset + index < bytes.count { word |= UInt32(bytes[position + offset + index]) << UInt32(8 * index) }
      return word
    }
    guard bytes.count > 0 else { return c }
    while bytes.count - position > 12 {
      a &+= word(0)
      b &+= word(4)
      c &+= word(8)
      mix(&a, &b, &c)
      position += 12
    }
    a &+= word(0)
    b &+= word(4)
    c &+= word(8)
    finish(&a, &b, &c)
    return c
  }

  private static func rotated(_ x: UInt32, _ count: UInt32) -> UInt32 { x << count | x >> (32 - count) }

  private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    func step(_ x: inout UInt32, _ y: UInt32, _ z: inout UInt32, _ w: UInt32, _ count: UInt32) {
      x &-= y
      x ^= rotated(y, count)
      z = y &+ w
    }
    step(&a, c, &c, b, 4)
    step(&b, a, &a, c, 6)
    step(&c, b, &b, a, 8)
    step(&a, c, &c, b, 16)
    step(&b, a, &a, c, 19)
    step(&c, b, &b, a, 4)
  }

  private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    func step(_ x: inout UInt32, _ y: UInt32, _ count: UInt32) {
      x ^= y
      x &-= rotated(y, count)
    }
    step(&c, b, 14)
    step(&a, c, 11)
    step(&b, a, 25)
    step(&c, b, 16)
    step(&a, c, 4)
    step(&b, a, 14)
    step(&c, b, 24)
  }

  /// Of chunks: Fletcher's, over pairs of bytes, the first one high. Writers on some machines swapped the bytes within its halves.
  static func ofChunk(_ bytes: UnsafeRawBufferPointer, is stored: UInt32) -> Bool {
    var (low, high) = (UInt32(0), UInt32(0))
    var position = 0
    while position < bytes.count {
      // As many pairs as 32 bits take before they are reduced.
      let end = min(position + 720, bytes.count)
      while position < end {
        let second = position + 1 < bytes.count ? UInt32(bytes[position + 1]) : 0
        low &+= UInt32(bytes[position]) << 8 | second
        high &+= low
        position += 2
      }
      low = low & 0xFFFF &+ low >> 16
      high = high & 0xFFFF &+ high >> 16
    }
    low = low & 0xFFFF &+ low >> 16
    high = high & 0xFFFF &+ high >> 16
    let swapped = UInt32(UInt16(truncatingIfNeeded: stored >> 16).byteSwapped) << 16 | UInt32(UInt16(truncatingIfNeeded: stored).byteSwapped)
    return [stored, swapped].contains(high << 16 | low)
  }
}
