import CKernels
import Testing

@testable import Formats

/// CRC-32 by every kernel against the table of the test's own, bit by bit derived.
struct ChecksumTests {
  private let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }

  @Test func everyKernelGivesTheSame() {
    #expect(StoredArchive.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    for count in Array(0...70) + [127, 128, 129, 255, 256, 257, 384, 511, 512, 513, 767, 768, 1000, 4096, 65_537] {
      let part = Array(bytes[3..<3 + count])
      let expected = StoredArchive.crc32(part)
      for variant in 0...fathom_crc32_best() {
        #expect(fathom_crc32_variant(variant, 0, part, count) == expected, "\(count) bytes by \(variant)")
        let first = fathom_crc32_variant(variant, 0, part, count / 3)
        let rest = Array(part[(count / 3)...])
        #expect(fathom_crc32_variant(variant, first, rest, rest.count) == expected)
      }
    }
  }

  @Test func partsAreCombined() {
    let long = (0..<20).flatMap { _ in bytes }
    long.withUnsafeBytes { #expect(CRC32.checksum(of: $0) == StoredArchive.crc32(long)) }
    long.withUnsafeBytes { #expect(CRC32.checksum(of: $0, after: StoredArchive.crc32(bytes)) == StoredArchive.crc32(bytes + long)) }
    #expect(CRC32.checksum(of: UnsafeRawBufferPointer(start: nil, count: 0), after: 7) == 7)
  }
}
