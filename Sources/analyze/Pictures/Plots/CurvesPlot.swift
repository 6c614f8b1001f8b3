import Fathom

/// Learning curves: loss and accuracy of training and validation.
struct CurvesPlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  /// A curve, and what it measures.
  private struct Curve {
    var measure: String
    var series: LineChart.Series
    /// `epoch` or `step`.
    var unit: String
  }

  func drawing() throws -> PlotDrawing {
    var curves: [Curve] = []
    for source in plan.sources { curves += try self.curves(of: source) }
    let measures = curves.reduce(into: [String]()) { list, curve in if !list.contains(curve.measure) { list.append(curve.measure) } }
    guard !measures.isEmpty else { throw Failure(.badData, "\(plan.sources[0]): nothing was measured") }
    let notes = curves.compactMap { curve -> String? in
      let missing = (curve.series.scattered ?? curve.series.y).count { !$0.isFinite }
      return missing > 0 ? "\(missing) of \(curve.series.y.count) values of \(curve.measure), \(curve.series.name), are not finite and leave a gap" : nil
    }
    let charts = measures.map { measure in
      let own = curves.filter { $0.measure == measure }
      return LineChart(
        own.map(\.series),
        axes: Axes(
          measures.count > 1 ? measure : plan.title ?? measure, x: Axis(own[0].unit), y: Axis(measure, scale: plan.valueScale)))
    }
    guard charts.count > 1 else { return PlotDrawing(charts[0], notes: notes) }
    var drawing = PlotDrawing(Panels(charts, columns: charts.count <= 3 ? charts.count : nil, title: plan.title), notes: notes)
    if charts.count == 2 { drawing.naturalSize = { Size($0.size.width * 1.4, $0.size.height * 0.75) } }
    return drawing
  }

  private func curves(of source: String) throws -> [Curve] {
    if FileSystem.isDirectory(source) {
      if RunDirectory.isRun(source), let table = try RunDirectory(source).metrics() { return curves(of: table) }
      // The folder of lists that the documents' notebooks write.
      let lists = ["train_loss", "valid_loss", "train_acc", "valid_acc"].map { source + "/\($0).txt" }.filter(FileSystem.isFile)
      guard !lists.isEmpty else {
        throw Failure(.cannotRead, "\(source): no learning curves: neither metrics.csv nor train_loss.txt and its like")
      }
      return try lists.map(curve(list:))
    }
    let file = try InputFile(source)
    if MetricsTable.isBegun(by: file) { return curves(of: try MetricsTable(file)) }
    return [try curve(list: source)]
  }

  /// A list of numbers, by its name: `output/train_loss.txt`.
  private func curve(list path: String) throws -> Curve {
    let table = try Table<Double>(csv: InputFile(path))
    guard table.columns.count == 1, table.numbers.shape[1] == 1 else {
      throw Failure(.badData, "\(path): a list has one number on each line, and this file has \(table.columns.count) columns")
    }
    let name = String(path.split(separator: "/").last ?? "").split(separator: ".").first.map(String.init) ?? path
    let measure = name.contains("acc") ? "accuracy" : name.contains("loss") ? "loss" : "value"
    return Curve(measure: measure, series: .init(name, y: table.numbers.scalars), unit: "epoch")
  }

  private func curves(of table: MetricsTable) -> [Curve] {
    var splits: [String] = []
    for row in table.rows where !splits.contains(row.split) { splits.append(row.split) }
    // Single batches are what epochs are the means of: they are drawn where epochs alone would be no curve.
    let epochs = Set(table.rows.lazy.filter { $0.split != "batch" }.map(\.epoch)).count
    if epochs > 2 { splits.removeAll { $0 == "batch" } }
    let hasBatches = splits.contains("batch")
    let measures: [(String, (MetricsRow) -> Float?)] =
      [("loss", \.loss), ("accuracy", \.accuracy)] + table.others.enumerated().map { index, name in (name, { $0.others[index] }) }
    return measures.flatMap { measure, value in
      splits.compactMap { split -> Curve? in
        let rows = table.rows.filter { $0.split == split && value($0) != nil }
        guard !rows.isEmpty else { return nil }
        let isByEpoch = Set(rows.map(\.epoch)).count == rows.count && !hasBatches
        let series = LineChart.Series(split, x: rows.map { Double(isByEpoch ? $0.epoch : $0.step) }, y: rows.map { Double(value($0)!) })
        return Curve(measure: measure, series: split == "batch" ? Self.smoothed(series) : series, unit: isByEpoch ? "epoch" : "step")
      }
    }
  }

  /// Fewer batches are seen one by one.
  private static let fewBatches = 200

  /// Single batches differ by chance: of many, the mean of those around each is drawn, and they themselves faintly behind it.
  private static func smoothed(_ series: LineChart.Series) -> LineChart.Series {
    let count = series.y.count
    guard count > fewBatches else { return series }
    let reach = count / 100
    var (sums, finite) = ([0.0], [0])
    for value in series.y {
      sums.append(sums[sums.count - 1] + (value.isFinite ? value : 0))
      finite.append(finite[finite.count - 1] + (value.isFinite ? 1 : 0))
    }
    let means = series.y.indices.map { index -> Double in
      let (start, end) = (max(0, index - reach), min(count, index + reach + 1))
      return finite[end] > finite[start] ? (sums[end] - sums[start]) / Double(finite[end] - finite[start]) : .nan
    }
    var result = LineChart.Series("\(series.name), mean of \(2 * reach + 1)", x: series.x, y: means)
    result.scattered = series.y
    return result
  }
}
