/// How GGML stores numbers: in blocks of so many, each of so many bytes. Source: ggml's gguf.md and ggml.h.
struct GGUFType: Hashable {
  enum Encoding: Hashable {
    case plain(ElementType)
    case q4_0, q4_1, q5_0, q5_1, q8_0
    /// Listed, not decoded.
    case other
  }

  var name: String
  var blockCount: Int
  var blockBytes: Int
  var encoding = Encoding.other

  init(_ name: String, _ blockCount: Int, _ blockBytes: Int, _ encoding: Encoding = .other) {
    self.name = name
    self.blockCount = blockCount
    self.blockBytes = blockBytes
    self.encoding = encoding
  }

  private init(_ type: ElementType) { self.init(type.name, 1, type.size, .plain(type)) }

  /// By their numbers in files.
  static let all: [UInt32: GGUFType] = [
    0: GGUFType(.float32), 1: GGUFType(.float16), 2: GGUFType("q4_0", 32, 18, .q4_0), 3: GGUFType("q4_1", 32, 20, .q4_1),
    6: GGUFType("q5_0", 32, 22, .q5_0), 7: GGUFType("q5_1", 32, 24, .q5_1), 8: GGUFType("q8_0", 32, 34, .q8_0),
    9: GGUFType("q8_1", 32, 36), 10: GGUFType("q2_k", 256, 84), 11: GGUFType("q3_k", 256, 110), 12: GGUFType("q4_k", 256, 144),
    13: GGUFType("q5_k", 256, 176), 14: GGUFType("q6_k", 256, 210), 15: GGUFType("q8_k", 256, 292), 16: GGUFType("iq2_xxs", 256, 66),
    17: GGUFType("iq2_xs", 256, 74), 18: GGUFType("iq3_xxs", 256, 98), 19: GGUFType("iq1_s", 256, 50), 20: GGUFType("iq4_nl", 32, 18),
    21: GGUFType("iq3_s", 256, 110), 22: GGUFType("iq2_s", 256, 82), 23: GGUFType("iq4_xs", 256, 136), 24: GGUFType(.int8),
    25: GGUFType(.int16), 26: GGUFType(.int32), 27: GGUFType(.int64), 28: GGUFType(.float64), 29: GGUFType("iq1_m", 256, 56),
    30: GGUFType(.bfloat16), 34: GGUFType("tq1_0", 256, 54), 35: GGUFType("tq2_0", 256, 66), 39: GGUFType("mxfp4", 32, 17),
  ]

  /// The 32 numbers of a block, written to `target`.
  func decode(_ block: UnsafeRawPointer, to target: UnsafeMutablePointer<Float>) {
    func half(_ offset: Int) -> Float { Float(halfBits: UInt16(littleEndian: block.loadUnaligned(fromByteOffset: offset, as: UInt16.self))) }
    func byte(_ offset: Int) -> UInt8 { block.load(fromByteOffset: offset, as: UInt8.self) }
    let scale = half(0)
    switch encoding {
    case .q8_0:
      for index in 0..<32 { target[index] = Float(Int8(bitPattern: byte(2 + index))) * scale }
    case .q4_0, .q4_1:
      let (start, minimum, shift) = encoding == .q4_0 ? (2, Float(0), Float(8)) : (4, half(2), Float(0))
      for index in 0..<16 {
        target[index] = (Float(byte(start + index) & 0xF) - shift) * scale + minimum
        target[index + 16] = (Float(byte(start + index) >> 4) - shift) * scale + minimum
      }
    case .q5_0, .q5_1:
      let (start, minimum, shift) = encoding == .q5_0 ? (2, Float(0), Float(16)) : (4, half(2), Float(0))
      let fifths = UInt32(littleEndian: block.loadUnaligned(fromByteOffset: start, as: UInt32.self))
      for index in 0..<16 {
        let low = UInt32(byte(start + 4 + index) & 0xF) | (fifths >> UInt32(index) & 1) << 4
        let high = UInt32(byte(start + 4 + index) >> 4) | (fifths >> UInt32(index + 16) & 1) << 4
        target[index] = (Float(low) - shift) * scale + minimum
        target[index + 16] = (Float(high) - shift) * scale + minimum
      }
    case .plain, .other: preconditionFailure("\(name) has no blocks that are decoded")
    }
  }
}
