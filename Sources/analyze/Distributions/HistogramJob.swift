import Fathom

/// Counts the tensors of a series of checkpoints, one block in memory at a time.
struct HistogramJob {
  let options: HistogramCommand

  func run() throws {
    let output = try OutputFile(options.execution.output, differentFrom: options.sources)
    let picture = try options.plot.map { try PictureOutput($0, differentFrom: options.sources) }
    let series = try CheckpointSeries(options.sources)
    var drawing = DistributionDrawing(steps: series.entries.map(\.step), bins: options.bins ?? 30)
    let log = try options.tensorboard.map { try SummaryWriter(directory: $0) }
    var table = try HistogramTable(scale: options.scale, bins: options.bins ?? 30, to: output)
    let progress = Progress(options.execution.progress)
    var previous: (any TensorFile)?
    var isAnythingCounted = false
    for (position, entry) in series.entries.enumerated() {
      progress.show("checkpoints", position, of: series.entries.count)
      let file = try entry.open()
      for name in names(in: file) {
        let histogram: Histogram
        if options.changes {
          guard let previous, let change = try TensorChange(of: name, from: previous, to: file) else { continue }
          histogram = Histogram(of: change.values)
        } else {
          histogram = try file.histogram(of: name)
        }
        isAnythingCounted = true
        try table.append(histogram, step: entry.step, tensor: name)
        try log?.histogram(name, histogram, step: entry.step)
        if picture != nil { drawing.add(histogram, step: entry.step, tensor: name) }
      }
      previous = file
    }
    progress.show("checkpoints", series.entries.count, of: series.entries.count)
    progress.finish()
    guard isAnythingCounted else { throw nothing(in: series) }
    try table.finish()
    try picture?.write(Picture(drawing.chart(title: options.picture.title), options.picture.style))
    if picture != nil { drawing.notes.forEach { StandardError.write("analyze: \(options.sources[0]): \($0)\n") } }
    try OutputFile.commit([output, picture?.file].compactMap { $0 })
  }

  private func names(in file: any TensorFile) -> [String] {
    let patterns = options.tensor.map(NamePattern.init)
    return file.names.filter { name in
      patterns.admit(name) && name.hasSuffix(Snapshot.gradientSuffix) == options.gradients
    }
  }

  private func nothing(in series: CheckpointSeries) -> Failure {
    let what = options.gradients ? "gradients" : options.changes ? "tensors that two steps share" : "tensors"
    let which = options.tensor.isEmpty ? "" : " that fit \(options.tensor.joined(separator: ", "))"
    return Failure(
      .badData, "\(options.sources[0]): no \(what)\(which) in \(series.entries.count) \(series.entries.count == 1 ? "file" : "files")",
      hint: options.gradients ? "analyze train --record weights,gradients keeps gradients" : nil)
  }
}
