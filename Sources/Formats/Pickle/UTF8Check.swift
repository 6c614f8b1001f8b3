/// Whether bytes are UTF-8 as Python pickles it: surrogates may stand alone in it.
enum UTF8Check {
  static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index < bytes.count {
      let first = bytes[index]
      if first < 0x80 {
        index += 1
        continue
      }
      let (length, smallest): (Int, UInt32) =
        switch first {
        case 0xC2...0xDF: (2, 0x80)
        case 0xE0...0xEF: (3, 0x800)
        case 0xF0...0xF4: (4, 0x10000)
        default: (0, 0)
        }
      guard length > 0, index + length <= bytes.count else { return false }
      var scalar = UInt32(first) & (0x7F >> UInt32(length))
      for offset in 1..<length {
        let next = bytes[index + offset]
        guard next & 0xC0 == 0x80 else { return false }
        scalar = scalar << 6 | UInt32(next & 0x3F)
      }
      guard scalar >= smallest, scalar <= 0x10FFFF else { return false }
      index += length
    }
    return true
  }
}
