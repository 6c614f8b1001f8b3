import Fathom

/// `Benchmarks tensorboard histogram|scalars|experiment|file|numbers FOLDER COUNT`: logs, and prints as one JSON object how long each call
/// took, or all of them; `experiment` trains COUNT epochs of the first seed document's, `file` fills an event file with COUNT steps of
/// scalars and distributions, `numbers` with scalars alone.
enum TensorBoardBenchmark {
  static func run(_ arguments: [String]) {
    guard arguments.count == 3, let count = Int(arguments[2]) else {
      print("usage: Benchmarks tensorboard histogram|scalars|experiment|file|numbers FOLDER COUNT")
      return
    }
    do {
      if arguments[0] == "experiment" { return try experiment(arguments[1], epochs: count) }
      let log = try SummaryWriter(directory: arguments[1])
      switch arguments[0] {
      case "histogram": try histograms(log, count)
      case "scalars": try scalars(log, count)
      default: try fill(log, count, distributions: arguments[0] == "file")
      }
    } catch {
      print("tensorboard: \(error)")
    }
  }

  /// A million numbers a call, of five standard deviations in turn.
  private static func histograms(_ log: SummaryWriter, _ count: Int) throws {
    var generator = RandomGenerator(seed: 0)
    let values = (0..<5).map { step in normal(1_000_000, deviation: 1 + Float(step) / 50, &generator) }
    var seconds: [Double] = []
    for step in 0..<count {
      let clock = ContinuousClock()
      let start = clock.now
      try log.histogram("h", of: values[step % values.count], step: step)
      seconds.append((clock.now - start).seconds)
    }
    print(#"{"seconds": \#(seconds)}"#)
  }

  private static func scalars(_ log: SummaryWriter, _ count: Int) throws {
    let clock = ContinuousClock()
    let start = clock.now
    for step in 0..<count { try log.scalar("loss", 1 / Double(step + 1), step: step) }
    print(#"{"seconds": [\#((clock.now - start).seconds)]}"#)
  }

  /// With all that `analyze train` does for it but reading its arguments, after one epoch that sets up what the first one does.
  private static func experiment(_ folder: String, epochs: Int) throws {
    let clock = ContinuousClock()
    var seconds = 0.0
    for (name, epochs) in [("first", 1), ("run", epochs)] {
      let start = clock.now
      var options = ConstantInitRecipe.defaults
      (options.epochs, options.learningRate, options.recordEvery, options.tensorBoard) = (epochs, 1e-5, 1_000_000, .every(1))
      let training = try TrainingRun(ConstantInitRecipe.self, options)
      try training.begin(at: "\(folder)/\(name)", overwrite: false)
      _ = try training.trainer.run()
      seconds = (clock.now - start).seconds
    }
    print(#"{"seconds": [\#(seconds)]}"#)
  }

  /// One distribution of 60 buckets to ten scalars.
  private static func fill(_ log: SummaryWriter, _ count: Int, distributions: Bool) throws {
    var generator = RandomGenerator(seed: 0)
    let histogram = Histogram(of: normal(10_000, deviation: 1, &generator))
    for step in 0..<count {
      for layer in 0..<10 { try log.scalar("layer\(layer)/loss", 1 / Double(step + 1), step: step) }
      if distributions { try log.histogram("layer/weight", histogram, step: step) }
    }
    print("{}")
  }

  private static func normal(_ count: Int, deviation: Float, _ generator: inout RandomGenerator) -> Tensor<Float> {
    Tensor<Float>.normal([count], deviation: deviation, using: &generator)
  }
}
