import Foundation
import Testing

@testable import Formats

struct JSONTests {
  private func read(_ text: String) throws -> JSON { try JSON(InputFile(Array(text.utf8), named: "t.json")) }

  @Test func valuesAreWhatTheyAre() throws {
    let value = try read(" {\"a\": [1, -2.5e-1, true, null, 12345678901234567168], \"b\": {\"c\": \"\\u00e9\\ud83d\\ude00\\n\\/\"}, \"\": {}}\n")
    #expect(value["a"]?.values?[0].wholeNumber == 1)
    #expect(value["a"]?.values?[1].double == -0.25)
    #expect(value["a"]?.values?[2].boolean == true)
    #expect(value["a"]?.values?[4].double == 12345678901234567168)
    #expect(value["b"]?["c"]?.string == "é😀\n/")
    #expect(value.members?.map(\.0) == ["a", "b", ""])
  }

  /// Everything that JSON forbids, with the byte where it shows.
  @Test(arguments: [
    ("", 0), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{\"a\":1,}", 7), ("{a:1}", 1), ("01", 0), ("1.", 0), (".5", 0),
    ("-", 0), ("1e", 0), ("+1", 0), ("tru", 0), ("nul", 0), ("NaN", 0), ("\"abc", 0), ("\"\\x\"", 1), ("\"\\u12g4\"", 1),
    ("\"\\ud800\"", 1), ("\"\\ud800\\u0041\"", 1), ("\"\\udc00\"", 1), ("\"a\tb\"", 2), ("1 2", 2), ("{} x", 3), ("{\"a\":1,\"a\":2}", 7),
    ("1e999", 5), ("'a'", 0),
  ])
  func mistakesAreNamed(text: String, byte: Int) {
    let error = fileError { try read(text) }
    #expect(error?.kind == .badData)
    #expect(error?.place == "byte \(byte)", "\(text): \(String(describing: error))")
  }

  @Test func whatIsNoUTF8IsRefused() {
    #expect(fileError { try JSON(InputFile([0x22, 0xC3, 0x28, 0x22], named: "t.json")) }?.reason.contains("UTF-8") == true)
  }

  @Test func depthEndsBeforeTheStackDoes() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    _ = try read(nested(128))
    #expect(fileError { try read(nested(129)) }?.reason.contains("deep") == true)
    #expect(fileError { try read(nested(1_000_000)) }?.reason.contains("deep") == true)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let value = JSON.object([
      ("text", .text("a \"b\" \\ \n\u{1}é")), ("numbers", .array([.integer(-3), .number(0.1), .number(1e300)])), ("none", .null),
      ("yes", .bool(true)), ("inner", .object([("list", .array([.object([("x", .integer(1))]), .array([])]))])),
    ])
    for text in [value.line, value.pretty] {
      #expect(try read(text).line == value.line)
      _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    }
    #expect(value.pretty.contains("\"numbers\": [-3,0.1,1e+300]"))
    #expect(JSON.array([.number(.nan), .number(.infinity)]).line == "[null,null]")
  }

  // MARK: - Writing

  @Test func valuesAreWrittenOnOneLine() {
    let value = JSON.object([
      ("a", .integer(1)), ("b", .array([.number(0.5), .null, .bool(true)])), ("c", .text("q\"\\\n\u{1}é")), ("d", .object([])),
      ("e", .number(3)),
    ])
    #expect(value.line == #"{"a":1,"b":[0.5,null,true],"c":"q\"\\\n\u0001é","d":{},"e":3}"#)
  }

  @Test func prettyTextIsIndented() {
    #expect(JSON.object([("a", .array([.integer(1), .integer(2)])), ("c", .array([.text("y"), .array([])])), ("b", .text("x"))]).pretty == """
      {
        "a": [1,2],
        "c": [
          "y",
          []
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
