import Tensors
import Testing

@testable import Formats

/// Rows of numbers against what the standard library prints.
@Suite struct CSVRowsTests {
  private func text(_ rows: CSVRows) throws -> String {
    try rows.withBytes { bytes throws(FileError) in String(decoding: bytes, as: UTF8.self) }
  }

  private func expectSameText(_ values: [Double]) throws {
    var rows = CSVRows(width: 1)
    for value in values {
      rows.append(value)
      rows.endRow()
    }
    let lines = try text(rows).split(separator: "\n")
    let wrong = zip(lines, values).first { $0 != CSVWriter.text($1) }
    #expect(lines.count == values.count && wrong == nil, "\(String(describing: wrong))")
  }

  @Test func numbersAreTheShortestThatReadBack() throws {
    let edges: [Double] = [
      0, -0.0, 1, -1, 0.5, 1e-3, 9.99e-4, 0.001_000_5, 1e-6, 1e22, 123_456.789, 0x1p29, 0x1p29 - 0.5, 0x1p32, 0x1p32 - 1, 0x1p53, 0.1, 0.3,
      1_700_000_000.999_999_9, 1_700_000_000.999_999_76, 2_147_483_648.003_906_25, 4_294_967_295.999_999_5, 536_870_912.000_000_1, .pi, 1 / 3, .nan,
      .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.000_999_999_9, 0.999_999_999_9, 999_999.999_999_9,
    ]
    try expectSameText(edges + edges.flatMap { [-$0, $0.nextUp, $0.nextDown] })
  }

  @Test func randomNumbers() throws {
    var generator = RandomGenerator(seed: 5)
    func integer(_ limit: Int) -> Double { Double(generator.integer(below: limit)) }
    var values: [Double] = []
    for _ in 0..<40_000 {
      // Times of clocks, to the microsecond and to the last bit; numbers of few decimals, and of few bits; anything.
      values.append(1_600_000_000 + integer(400_000_000) + integer(1_000_000) / 1e6)
      values.append(0x1p29 + integer(1 << 52) / 0x1p20)
      values.append((integer(1 << 40) / 1e4).rounded() / [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7][generator.integer(below: 8)])
      values.append(integer(1 << 45) / 0x1p13)
      values.append(Double(Float(integer(1 << 24) / 0x1p24)))
      values.append(Double(bitPattern: UInt64(generator.integer(below: 1 << 62)) << 1))
    }
    try expectSameText(values)
  }

  @Test func integersAndTexts() throws {
    let integers = [0, 7, 10, 99, 100, -1, -10, .max, .min, 1_000_000_007, 9_999_999_999_999_999, 10_000_000_000_000_000]
    var cells = CSVRows.Cells()
    for name in ["", "a,b", "\"q\"", "plain"] { cells.append(name) }
    var rows = CSVRows(width: 3)
    for (number, value) in integers.enumerated() {
      rows.append(value)
      rows.append(number % cells.count, of: cells)
      rows.append(CSVRows.Cell(String(repeating: "x", count: number * 200)))
      rows.endRow()
    }
    let expected = integers.enumerated().map { number, value in
      "\(value),\(["", "\"a,b\"", "\"\"\"q\"\"\"", "plain"][number % 4]),\(String(repeating: "x", count: number * 200))\n"
    }
    #expect(try text(rows) == expected.joined())
    rows.removeAll()
    #expect(try text(rows).isEmpty)
  }

  @Test func cellsOnceMore() throws {
    var rows = CSVRows(width: 2)
    var last = 0..<0
    for number in 0..<300 {
      if number == 0 { rows.append(-1.5) } else { rows.append(again: last) }
      let start = rows.end
      rows.append(Double(number) / 3)
      last = start..<rows.end
      rows.endRow()
    }
    let lines = (0..<300).map { number in "\(number == 0 ? -1.5 : Double(number - 1) / 3),\(Double(number) / 3)\n" }
    #expect(try text(rows) == lines.joined())
  }
}
