import Fathom

/// Counts the tensors of series of checkpoints, one block in memory at a time, and the samples of data sets.
struct HistogramJob {
  enum Subject { case weights, gradients, changes }

  let sources: [String]
  let subject: Subject
  /// Of the tensors' names; all where there is none.
  let patterns: [String]
  let scale: BinScale
  let binCount: Int
  let output: String
  let tensorBoard: String?
  let plot: String?
  let picture: PictureOptions
  let progress: ProgressStyle

  func run() throws {
    let output = try OutputFile(output, differentFrom: sources)
    let drawn = try plot.map { try PictureOutput($0, differentFrom: sources) }
    // A folder that is called as a data set is meant where there is one.
    let datasets = sources.filter { Dataset.isKnown($0) && !FileSystem.isDirectory($0) }
    let paths = sources.filter { !datasets.contains($0) }
    let all = paths.isEmpty ? [] : try CheckpointSeries.all(at: paths)
    var drawing = DistributionDrawing(steps: all.flatMap { $0.series.entries.map(\.step) } + datasets.map { _ in 0 }, bins: binCount)
    var table = try HistogramTable(scale: scale, bins: binCount, to: output)
    let progress = Progress(progress)
    let total = all.reduce(0) { $0 + $1.series.entries.count }
    var (done, isAnythingCounted) = (0, false)
    for (source, series) in all {
      let log = try tensorBoard.map { try SummaryWriter(directory: Self.folder($0, of: source)) }
      let prefix = source.isEmpty ? "" : source + "/"
      var previous: (any TensorFile)?
      for entry in series.entries {
        progress.show("checkpoints", done, of: total)
        let file = try entry.open()
        for name in try file.readableNames(among: names(in: file)) {
          guard let histogram = try histogram(of: name, in: file, after: previous) else { continue }
          isAnythingCounted = true
          try table.append(histogram, step: entry.step, tensor: prefix + name)
          try log?.histogram(name, histogram, step: entry.step)
          if drawn != nil { drawing.add(histogram, step: entry.step, tensor: prefix + name) }
        }
        previous = file
        done += 1
      }
    }
    progress.show("checkpoints", total, of: total)
    progress.finish()
    for name in datasets where subject == .weights && patterns.map(NamePattern.init).admit("samples") {
      guard let dataset = try Dataset.named(name) else { throw Failure(.cannotRead, "\(name): no such data set") }
      let (source, histogram) = (sources.count > 1 ? name : "", Histogram(of: dataset.features()))
      let tensor = source.isEmpty ? "samples" : source + "/samples"
      isAnythingCounted = true
      try table.append(histogram, step: 0, tensor: tensor)
      let log = try tensorBoard.map { try SummaryWriter(directory: Self.folder($0, of: source)) }
      try log?.histogram("samples", histogram, step: 0)
      if drawn != nil { drawing.add(histogram, step: 0, tensor: tensor) }
    }
    guard isAnythingCounted else { throw nothing(in: total) }
    try table.finish()
    try drawn?.write(Picture(drawing.chart(title: picture.title), picture.style))
    if drawn != nil { drawing.notes.forEach { StandardError.write("analyze: \(sources[0]): \($0)\n") } }
    try OutputFile.commit([output, drawn?.file].compactMap { $0 })
  }

  /// Nil where a change is asked for and there is nothing before it.
  private func histogram(of name: String, in file: any TensorFile, after previous: (any TensorFile)?) throws -> Histogram? {
    guard subject == .changes else { return try file.histogram(of: name) }
    guard let previous else { return nil }
    return try file.histogramOfChange(of: name, since: previous)
  }

  /// TensorBoard tells runs apart by their folders.
  private static func folder(_ logs: String, of source: String) -> String {
    ([logs] + source.split(separator: "/").map(String.init).filter { ![".", ".."].contains($0) }).joined(separator: "/")
  }

  private func names(in file: any TensorFile) -> [String] {
    let patterns = patterns.map(NamePattern.init)
    let wantsGradients = subject == .gradients
    let suffix = Snapshot.gradientSuffix
    return file.names.filter { name in
      guard name.hasSuffix(suffix) == wantsGradients else { return false }
      // A gradient goes by the name of what it is the gradient of, too.
      return patterns.admit(name) || wantsGradients && patterns.admit(String(name.dropLast(suffix.count)))
    }
  }

  private func nothing(in fileCount: Int) -> Failure {
    let what =
      switch subject {
      case .weights: "tensors"
      case .gradients: "gradients"
      case .changes: "tensors that two steps share"
      }
    let which = patterns.isEmpty ? "" : " that fit \(patterns.joined(separator: ", "))"
    return Failure(
      .badData, "\(sources[0]): no \(what)\(which) in \(fileCount) \(fileCount == 1 ? "file" : "files")",
      hint: subject == .gradients ? "analyze train --record weights,gradients keeps gradients" : nil)
  }
}
