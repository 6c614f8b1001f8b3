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

  func write(as format: FigureTable.Format, to output: OutputFile) throws {
    let forPeople = format == .table
    var table = FigureTable(
      ["sign", "layer", "verdict", "figure", "threshold", "step", "criterion"] + (forPeople ? [] : ["source", "remedy"]))
    for finding in findings {
      table.append(
        [
          .text(finding.sign.rawValue), .text(finding.layer), .text(finding.verdict.description), .figure(finding.figure),
          .figure(finding.threshold), .init(finding.step), .text(finding.criterion),
        ] + (forPeople ? [] : [.text(finding.source), .text(finding.verdict == .healthy ? "" : finding.sign.remedy)]))
    }
    try table.write(as: format, to: output)
    guard forPeople else { return }
    let ill = findings.filter { $0.verdict == .ill }.map(\.sign)
    let signs = HealthSign.allCases.filter(ill.contains)
    try output.write("\n" + (signs.isEmpty ? "nothing found\n" : signs.map { "\($0.rawValue): \($0.remedy)\n" }.joined()))
  }
}
