import Testing

@testable import analyze

@Suite struct JSONTests {
  @Test func valuesAreWrittenOnOneLine() {
    let value = JSON.object([
      ("a", .integer(1)), ("b", .array([.number(0.5), .null, .bool(true)])), ("c", .text("q\"\\\n\u{1}é")), ("d", .object([])),
      ("e", .number(3)),
    ])
    #expect(value.line == #"{"a":1,"b":[0.5,null,true],"c":"q\"\\\n\u0001é","d":{},"e":3}"#)
  }

  @Test func prettyTextIsIndented() {
    #expect(JSON.object([("a", .array([.integer(1), .integer(2)])), ("b", .text("x"))]).pretty == """
      {
        "a": [
          1,
          2
        ],
        "b": "x"
      }

      """)
  }

  @Test func whatIsNotFiniteIsNull() {
    #expect(JSON(Double.nan).line == "null")
    #expect(JSON(Double.infinity).line == "null")
    #expect(JSON(Float(0.1)).line == "0.1")
  }
}

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
