import Testing

@testable import analyze

@Suite struct ByteSizeTests {
  @Test(arguments: [
    ("1", 1), ("700M", 700 << 20), ("700m", 700 << 20), ("2GiB", 2 << 30), ("2GB", 2_000_000_000), ("1.5k", 1536), ("3kB", 3000),
    ("64b", 64),
  ])
  func sizesAreRead(text: String, bytes: Int) {
    #expect(ByteSize(argument: text)?.bytes == bytes)
  }

  @Test(arguments: ["", "x", "-1", "0", "1Q", "1e400", "nan", "1 G", "99999999999T"])
  func otherTextIsRefused(text: String) {
    #expect(ByteSize(argument: text) == nil)
  }

  @Test func sizesAreShownToATenth() {
    #expect(ByteSize(bytes: 512).description == "512 bytes")
    #expect(ByteSize(bytes: 3 << 19).description == "1.5 MiB")
  }
}
