import Fathom

/// The rows of `analyze doctor`: the ill first, then what follows from them, warnings, and what is healthy; of one sign what began first.
struct FindingTable {
  let findings: [Finding]

  init(_ findings: [Finding]) {
    let signs = Dictionary(uniqueKeysWithValues: zip(HealthSign.allCases, 0...))
    func key(_ finding: Finding, _ offset: Int) -> (Int, Int, Int, Int) {
      (Self.rank(finding), signs[finding.sign] ?? 0, finding.step ?? .max, offset)
    }
    self.findings = findings.enumerated().sorted { key($0.element, $0.offset) < key($1.element, $1.offset) }.map(\.element)
  }

  private static func rank(_ finding: Finding) -> Int {
    switch finding.verdict {
    case .ill: 0
    case .follows: 1
    case .warning: 2
    case .healthy: 3
    }
  }

  /// For people the words come first; for programs the numbers, as in every CSV of the command, and all that is known.
  func write(as format: FigureTable.Format, to output: OutputFile) throws {
    let forPeople = format == .table
    let figures = ["figure", "threshold", "step"]
    let words = ["sign", "layer", "verdict"]
    var table = FigureTable(
      forPeople ? words + figures + ["criterion"] : figures + words + ["criterion", "source", "remedy"])
    for finding in findings {
      let figures: [FigureTable.Cell] = [.figure(finding.figure), .figure(finding.threshold), .init(finding.step)]
      let words: [FigureTable.Cell] = [.text(finding.sign.rawValue), .text(finding.layer), .text(finding.verdict.description)]
      let remedy = finding.verdict == .healthy ? "" : finding.sign.remedy
      table.append(
        forPeople
          ? words + figures + [.text(finding.criterion)]
          : figures + words + [.text(finding.criterion), .text(finding.source), .text(remedy)])
    }
    try table.write(as: format, to: output)
    guard forPeople else { return }
    let ill = findings.filter { $0.verdict == .ill }.map(\.sign)
    let signs = HealthSign.allCases.filter(ill.contains)
    try output.write("\n" + (signs.isEmpty ? "nothing found\n" : signs.map { "\($0.rawValue): \($0.remedy)\n" }.joined()))
  }
}
