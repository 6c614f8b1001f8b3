import Fathom

/// Where in pictures of a layer's numbers over time it is written what is wrong with it.
struct FindingMarks {
  private let findings: [Finding]
  /// For each layer without parameters, as an activation, the one whose numbers it takes.
  private let sources: [String: String]

  init(_ findings: [Finding], layers: [RunDescription.Layer]) {
    self.findings = findings.filter { $0.verdict == .ill || $0.verdict == .warning }
    var (sources, last) = ([String: String](), String?.none)
    for layer in layers {
      if layer.parameters.isEmpty { sources[layer.name] = last } else { last = layer.name }
    }
    self.sources = sources
  }

  /// What is written at the rows of a tensor: each sign where it begins. What is not finite is so in the weights or in the gradients; all
  /// other signs are the layer's, those of an activation also those of the layer before it.
  func remarks(on tensor: String, steps: [Int]) -> [RidgelineChart.Remark] {
    let suffix = Snapshot.gradientSuffix
    let weight = tensor.hasSuffix(suffix) ? String(tensor.dropLast(suffix.count)) : tensor
    let layer = weight.lastIndex(of: ".").map { String(weight[..<$0]) } ?? weight
    return findings.compactMap { finding -> RidgelineChart.Remark? in
      let isOfSource = finding.layer != weight && sources[finding.layer] == layer && weight.hasSuffix(WeightSource.weightSuffix)
      guard finding.sign == .nonFinite ? finding.layer == tensor : finding.layer == weight || isOfSource,
        let step = finding.step, let row = steps.firstIndex(where: { $0 >= step })
      else { return nil }
      let place = isOfSource ? " in \(finding.layer)" : ""
      return .init(row: row, "\(finding.sign.rawValue)\(place) from step \(step) on" + (finding.verdict == .warning ? " (a warning)" : ""))
    }
  }
}
