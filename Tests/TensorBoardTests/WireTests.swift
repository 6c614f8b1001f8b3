import Formats
import TensorBoard
import Tensors
import Testing

/// Messages themselves, mutated beneath the checksums.
@Suite struct WireTests {
  static let message: [UInt8] = {
    var writer = WireWriter()
    writer.double(1, 2.5)
    writer.integer(2, -7)
    writer.message(5) { summary in
      summary.message(1) { value in
        value.text(1, String(repeating: "long tag ", count: 40))
        value.float(2, 0.5)
      }
    }
    return writer.bytes
  }()

  @Test func fieldsComeBack() throws {
    try Self.message.withUnsafeBytes { bytes in
      var reader = WireReader(bytes)
      #expect(try reader.next()?.value.double == 2.5)
      #expect(try reader.next()?.value.integer == -7)
      var summary = WireReader(try #require(try reader.next()?.value.bytes))
      var value = WireReader(try #require(try summary.next()?.value.bytes))
      #expect(try value.next()?.value.text?.count == 360)
      #expect(try value.next()?.value.float == 0.5)
      #expect(try value.next() == nil && summary.next() == nil && reader.next() == nil)
    }
  }

  @Test(arguments: [
    [0x08], [0x08, 0x80], [0x09, 1, 2], [0x0A, 5, 1], [0x0B], [0x00, 1], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02], [0x0D, 1, 2, 3],
  ] as [[UInt8]])
  func brokenMessagesAreErrors(bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { raw in
      #expect(throws: WireError.self) {
        var reader = WireReader(raw)
        while try reader.next() != nil {}
      }
    }
  }
}
