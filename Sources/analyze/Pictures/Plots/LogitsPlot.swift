import Fathom

/// The probe samples by what the network says of them.
struct LogitsPlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  func drawing() throws -> PlotDrawing {
    let run = try plan.run(for: "logits")
    let snapshot = try run.snapshot(.activations, step: plan.step)
    let logits = try snapshot.values("logits")
    guard logits.rank == 2, logits.shape[0] > 0 else {
      throw Failure(.badData, "\(snapshot.path): logits are one row for each sample, not of shape \(logits.shape)")
    }
    let labels = try run.probe()?.labels.flatMap { $0.count == logits.shape[0] ? $0 : nil }
    let coloring = MapPicture.coloring(labels.map { .integers($0) }, run.description?.classNames)
    let classCount = logits.shape[1]
    var (coordinates, names) = (logits, ["logit 0", "logit 1"])
    var title = "Logits, step \(snapshot.step)"
    if classCount > 2 {
      let components = try PrincipalComponents(.float(logits), count: 2, seed: ExecutionOptions.defaultSeed, source: snapshot.path)
      (coordinates, names) = (components.coordinates, ["first component", "second component"])
      title += ", two principal components of \(classCount)"
    }
    guard coordinates.shape[1] == 2 else { throw Failure(.badData, "\(snapshot.path): one logit is no plane") }
    let values = coordinates.scalars
    var chart = ScatterChart(
      stride(from: 0, to: values.count, by: 2).map { values[$0] }, stride(from: 1, to: values.count, by: 2).map { values[$0] },
      coloring: coloring, axes: Axes(plan.title ?? title, x: Axis(names[0]), y: Axis(names[1])))
    if case .categories(_, let kinds) = coloring { chart.namesGroups = kinds.count > 3 }
    return PlotDrawing(chart)
  }
}

/// A table's points.
struct TablePlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  func drawing() throws -> PlotDrawing {
    let path = plan.sources[0]
    let table = try Table<Float>(csv: InputFile(path))
    func column(_ name: String) throws -> [Float] {
      guard case .numbers(let position)? = table.columns.first(where: { $0.name == name })?.contents else {
        throw Failure(.badData, "\(path): there is no column \(name) of numbers; there are \(table.columns.compactMap(\.name).listed)")
      }
      let width = table.numbers.shape[1]
      return table.numbers.withUnsafeBufferPointer { values in stride(from: position, to: values.count, by: width).map { values[$0] } }
    }
    let (x, y) = (try column("x"), try column("y"))
    let label = table.columns.first { $0.name == "name" } ?? table.columns.first { $0.name == "label" }
    let labels = label.map { column -> Labels in
      if case .numbers(let position) = column.contents, let whole = wholeNumbers(table.numbers, position) { return .integers(whole) }
      return Labels(texts: table.texts(of: column))
    }
    let coloring = MapPicture.coloring(labels, nil)
    var chart = ScatterChart(
      x, y, coloring: coloring, axes: Axes(plan.title ?? path, x: Axis("x"), y: Axis("y"), hasEqualUnits: true))
    if case .categories(_, let kinds) = coloring { chart.namesGroups = (4...40).contains(kinds.count) }
    return PlotDrawing(chart)
  }

  private func wholeNumbers(_ numbers: Tensor<Float>, _ position: Int) -> [Int]? {
    let width = numbers.shape[1]
    return numbers.withUnsafeBufferPointer { values in
      var whole: [Int] = []
      for index in stride(from: position, to: values.count, by: width) {
        guard let number = Int(exactly: values[index]) else { return nil }
        whole.append(number)
      }
      return whole
    }
  }
}
