import Foundation
import TestSupport
import Tensors
import Testing

@testable import Formats

@Suite(.serialized)
struct CSVTests {
  private func table(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> Table<Float> {
    try Table<Float>(csv: InputFile(Array(text.utf8), named: "t.csv"), options)
  }

  private func failure(_ text: String, _ options: CSVOptions = CSVOptions()) -> FileError? {
    fileError { try table(text, options) }
  }

  private func texts(_ table: Table<Float>, _ name: String) -> [String]? { table.column(named: name).map(table.texts) }

  // MARK: - Shapes of text

  @Test(arguments: ["a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4", "a,b\r1,2\r3,4\r", "\u{FEFF}a,b\n1,2\n3,4", "a;b\n1;2\n3;4", "a\tb\n1\t2\n3\t4",
    "a b\n1 2\n3 4", "  a  b\n  1  2\n  3\t4  \n", "# x\n\na,b\n#y\n1,2\n \n3,4\n", " a , b \n 1 , 2 \n 3 , 4 ", "\"a\",\"b\"\n\"1\",\"2\"\n3,\"4\""])
  func readsTheSameTable(_ text: String) throws {
    let table = try table(text)
    #expect(table.numbers.shape == [2, 2])
    #expect(table.numbers.scalars == [1, 2, 3, 4])
    #expect(table.numberNames == ["a", "b"])
  }

  @Test func headersAreFoundWhereTextStandsAboveNumbers() throws {
    #expect(try table("1,2\n3,4").numbers.shape == [2, 2])
    #expect(try table("1,2\n3,4").numberNames == nil)
    #expect(try table("1,x\n3,y").rowCount == 2)
    #expect(try table("id,2019\n3,4").rowCount == 1)
    #expect(try table(",a\n0,4").columns.map(\.name) == ["", "a"])
    #expect(try table("0,1,2\n0.5,1,2").rowCount == 1)
    #expect(try table("0,1,2\n3,4,5").rowCount == 2)
    var options = CSVOptions()
    options.header = .present
    #expect(try table("1,2\n3,4", options).numberNames == ["1", "2"])
    options.header = .absent
    #expect(try table("0,1,2\n0.5,1,2", options).rowCount == 2)
  }

  @Test func textColumnsKeepTheirText() throws {
    let table = try table("name,x\n\"a, \"\"b\"\"\nc\",1\n#2,3\n d ,2\ngr\u{FC}n,3\n")
    #expect(table.numbers.scalars == [1, 2, 3])
    #expect(texts(table, "name") == ["a, \"b\"\nc", "d", "grün"])
    #expect(texts(table, "x") == ["1", "2", "3"])
  }

  @Test func whatIsNoUTF8IsLatin1() throws {
    let bytes = Array("n,x\ngr".utf8) + [0xFC] + Array("n,1\n".utf8)
    let table = try Table<Float>(csv: InputFile(bytes, named: "t"))
    #expect(texts(table, "n") == ["grün"])
  }

  @Test func missingValuesAreNaN() throws {
    let values = try table("a,b\n1,\nNA,4\nnull,5\n,6\n").numbers.scalars
    #expect(values.map { $0.isNaN } == [false, true, true, false, true, false, true, false])
    #expect(try table("a,b,\n1,2,\n3,4,\n").numbers.shape == [2, 2])
  }

  @Test func columnsThatStartEmptyAreDecidedLater() throws {
    let blank = String(repeating: "1,,\n", count: 300)
    let table = try table("a,note,z\n\(blank)2,hello,5\n3,,x\n")
    #expect(texts(table, "note")?.last(where: { !$0.isEmpty }) == "hello")
    #expect(texts(table, "z")?.suffix(2) == ["5", "x"])
    #expect(table.numbers.shape == [302, 1])
    // An unnamed last column that is not empty after all.
    #expect(try self.table("1,2,\n" + String(repeating: "3,4,\n", count: 200) + "5,6,7\n").numbers.shape == [202, 3])
  }

  @Test func decimalCommasOnlyWhereNothingElseIsPossible() throws {
    #expect(try table("a;b\n1,5;2\n3;4,25").numbers.scalars == [1.5, 2, 3, 4.25])
    #expect(try table("a;b\n0,125;2").numbers.scalars == [0.125, 2])
    #expect(try table("a\tb\n1,25\t2").numbers.scalars == [1.25, 2])
    #expect(failure("a;b\n1,234;5")?.place == "line 2, column 1")
    var options = CSVOptions()
    options.decimalMark = .comma
    #expect(try table("a;b\n1,234;5", options).numbers.scalars == [1.234, 5])
  }

  @Test func columnsMayBeKeptAsText() throws {
    var options = CSVOptions()
    options.textColumns = ["label"]
    let table = try table("x,label\n1,7\n2,a\n", options)
    #expect(texts(table, "label") == ["7", "a"])
  }

  @Test func tablesOfTextAreReadOnRequest() throws {
    var options = CSVOptions()
    options.requiresNumbers = false
    let table = try table("cat\ndog\ncat\n", options)
    #expect(table.texts(of: table.columns[0]) == ["cat", "dog", "cat"])
    #expect(table.rowCount == 3)
  }

  @Test func gzippedTablesAreRead() throws {
    let bytes = try #require(Data(base64Encoded: "H4sIAAAAAAACA0vUSeIy1DHiMtYx4TLVMQMAny1PZA8AAAA="))
    #expect(try Table<Float>(csv: InputFile(Array(bytes), named: "t.csv.gz")).numbers.scalars == [1, 2, 3, 4, 5, 6])
  }

  @Test func doublesKeepTheirDigits() throws {
    let file = InputFile(Array("a\n0.1\n16777217\n".utf8), named: "t")
    #expect(try Table<Double>(csv: file).numbers.scalars == [0.1, 16_777_217])
  }

  // MARK: - Errors

  @Test(arguments: [
    ("a,b\n1,2\n3\n", "line 3", "1 fields where 2"), ("a,b\n1,2\n3,4,5\n", "line 3", "3 fields where 2"),
    ("a,b\n1,2\n3,x\n", "line 3, column 2 (b)", "\"x\" is no number"), ("1,2\n\n# c\n3,4e\n", "line 4, column 2", "\"4e\" is no number"),
    ("a\n1\n\"2\n3\n", "line 3, column 1", "never closed"), ("a,b\n1,\"2\"3\n", "line 2, column 2", "after a closing quote"),
    ("a\n1\n1e400\n", "line 3, column 1 (a)", "beyond"), ("a\nb\n", "line 1", "no column holds numbers"), ("a,b\n", "line 1", "only a header"),
    ("\n\n", "line 1", "no rows"), ("#only\n", "line 1", "no rows"), (",,\n,,\n", "line 1", "no column holds numbers"),
    ("a\n1\n0x10\n", "line 3, column 1 (a)", "no number"), ("a,b\r\n1,2\r\n3,4\r\nx,1\r\n", "line 4, column 1 (a)", "no number"),
  ])
  func namesLineAndColumn(_ text: String, _ place: String, _ reason: String) throws {
    let error = try #require(failure(text))
    #expect(error.kind == .badData)
    #expect(error.path == "t.csv")
    #expect(error.place == place, "\(error)")
    #expect(error.reason.contains(reason), "\(error)")
  }

  @Test func refusesWhatIsNoText() {
    #expect(failure("")?.reason.contains("empty") == true)
    #expect(failure("a\u{0}b")?.place == "byte 1")
    let utf16 = fileError { try Table<Float>(csv: InputFile([0xFF, 0xFE, 0x31, 0], named: "t")) }
    #expect(utf16?.hint?.contains("iconv") == true)
  }

  // MARK: - Size

  /// Parts of a megabyte each, on several threads, give what one gives; an error late in the file keeps its line.
  @Test func largeTablesAreReadInParts() throws {
    var random = RandomGenerator(seed: 3)
    let rows = 60_000
    var values: [Float] = []
    var text = "a,b,c,d\n"
    for row in 0..<rows {
      let line = (0..<4).map { _ in Float(Double(random.next() >> 40) / 1024 - 8192) }
      values += line
      text += line.map { "\($0)" }.joined(separator: ",") + (row % 1000 == 7 ? "\n\n# note\n" : "\n")
    }
    let results = try resultsWithThreads { try table(text).numbers.scalars }
    for result in results { #expect(result == values) }
    let lines = text.utf8.count { $0 == 0x0A }
    #expect(failure(text + "1,2,3,x\n")?.place == "line \(lines + 1), column 4 (d)")
    // A quote anywhere makes line ends uncertain, and the table one part.
    #expect(try table(text + "\"1\",2,3,4\n").rowCount == rows + 1)
  }

  // MARK: - Writing

  private func written(_ write: (OutputFile) throws -> Void) throws -> String {
    let directory = try TemporaryDirectory()
    let output = try OutputFile(directory.file("t.csv"))
    try write(output)
    try output.commit()
    return try String(contentsOfFile: directory.file("t.csv"), encoding: .utf8)
  }

  @Test func writesByRFC4180() throws {
    let text = try written { output in
      try CSVWriter().write(
        [
          CSVColumn("i", .integers([0, -12])), CSVColumn("x", .floats([0.1, .nan])), CSVColumn("y", .doubles([-.infinity, .infinity])),
          CSVColumn("a \"b\"", .text(["c,d", "e\nf"])), CSVColumn("t", .text([" g", ""])),
        ], to: output)
    }
    #expect(text == "i,x,y,\"a \"\"b\"\"\",t\n0,0.1,-Infinity,\"c,d\",\" g\"\n-12,NaN,Infinity,\"e\nf\",\n")
    let tabs = try written { try CSVWriter(separator: .tab).write([CSVColumn("a", .text(["b,c", "d\te"]))], to: $0) }
    #expect(tabs == "a\nb,c\n\"d\te\"\n")
  }

  @Test func tablesAreWrittenAsTheyWereRead() throws {
    let text = "name,x\n\"a, b\",1.5\nc,-2.0\n"
    let table = try table(text)
    #expect(try written { try CSVWriter().write(table.columns.map { CSVColumn($0, of: table) }, to: $0) } == text)
  }

  @Test func floatsReadBackAsTheyWere() throws {
    var random = RandomGenerator(seed: 4)
    let values = (0..<30_000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }.map { $0.isNaN ? .infinity : $0 }
    let texts = try resultsWithThreads { try written { try CSVWriter().write([CSVColumn("x", .floats(values))], to: $0) } }
    #expect(Set(texts).count == 1)
    #expect(try table(texts[0]).numbers.scalars == values)
  }

  @Test func writesMatrices() throws {
    let bytes = NumericArray.uint8(Tensor([0, 255, 7, 10], shape: [2, 2]))
    #expect(try written { try CSVWriter().write(bytes, to: $0) } == "0,255\n7,10\n")
    #expect(try written { try CSVWriter().write(bytes, names: ["a", "b"], to: $0) } == "a,b\n0,255\n7,10\n")
    #expect(try written { try CSVWriter().write(.double(Tensor([0.5, 1])), to: $0) } == "0.5\n1.0\n")
    #expect(try written { try CSVWriter().write(.bool(Tensor([true, false])), to: $0) } == "1\n0\n")
    #expect(throws: FileError.self) { try written { try CSVWriter().write(.int(Tensor([1], shape: [1, 1, 1])), to: $0) } }
  }
}
