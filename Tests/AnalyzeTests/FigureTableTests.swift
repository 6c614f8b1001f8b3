import Fathom
import Foundation
import Testing

@testable import analyze

@Suite struct FigureTableTests {
  private func text(_ format: FigureTable.Format) throws -> String {
    let folder = try TemporaryFolder()
    var table = FigureTable(["name", "count", "mean"])
    table.append([.text("a, b"), .count(12), .figure(1.0 / 3)])
    table.append([.text("line\nbreak"), .missing, .figure(.nan)])
    let output = try OutputFile(folder.path("out"))
    try table.write(as: format, to: output)
    try output.commit()
    return try folder.text("out")
  }

  @Test func peopleReadColumns() throws {
    #expect(try text(.table) == "name         count    mean\na, b            12  0.3333\nline\\nbreak            NaN\n")
  }

  /// Empty cells at the end of a line leave no blanks there, and names of any letters keep the columns.
  @Test func linesEndWithTheirText() throws {
    let folder = try TemporaryFolder()
    var table = FigureTable(["a", "count", "remark"])
    table.append([.text("é"), .count(7), .text("long remark")])
    table.append([.text("層"), .missing, .missing])
    table.append([.missing, .count(123456), .text("x")])
    let output = try OutputFile(folder.path("out"))
    try table.write(as: .table, to: output)
    try output.commit()
    #expect(try folder.text("out") == "a   count  remark\né       7  long remark\n層\n   123456  x\n")
  }

  @Test func csvIsExactAndQuoted() throws {
    #expect(try text(.csv) == "name,count,mean\n\"a, b\",12,0.3333333333333333\n\"line\nbreak\",,NaN\n")
  }

  @Test func jsonHasNullForWhatItHasNot() throws {
    let rows = try JSONSerialization.jsonObject(with: Data(try text(.json).utf8)) as? [[String: Any]]
    #expect(rows?.count == 2)
    #expect(rows?[0]["count"] as? Int == 12)
    #expect(rows?[1]["mean"] is NSNull)
    #expect(rows?[1]["name"] as? String == "line\nbreak")
  }
}

@Suite struct NamePatternTests {
  @Test(arguments: [
    ("*", "layer.0.weight", true), ("*.weight", "a.b.weight", true), ("fc?.bias", "fc1.bias", true), ("fc?.bias", "fc10.bias", false),
    ("conv[12]*", "conv2.weight", true), ("conv[12]*", "conv3.weight", false), ("fc", "fc1", false), ("a/*", "a/b/c", true),
  ])
  func patternsAreTheShells(pattern: String, name: String, fits: Bool) { #expect(NamePattern(pattern).matches(name) == fits) }

  @Test func withoutPatternsEverythingFits() {
    #expect([NamePattern]().admit("x"))
    #expect(![NamePattern("y"), NamePattern("z")].admit("x"))
  }
}
