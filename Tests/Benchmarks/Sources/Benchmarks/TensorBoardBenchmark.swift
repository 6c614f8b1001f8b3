import Fathom

/// `Benchmarks tensorboard histogram|scalars|file FOLDER COUNT`: logs, and prints as one JSON object how long each call took, or all of
/// them; `file` fills an event file with COUNT steps of scalars and distributions.
enum TensorBoardBenchmark {
  static func run(_ arguments: [String]) {
    guard arguments.count == 3, let count = Int(arguments[2]) else {
      print("usage: Benchmarks tensorboard histogram|scalars|file FOLDER COUNT")
      return
    }
    do {
      let log = try SummaryWriter(directory: arguments[1])
      switch arguments[0] {
      case "histogram": try histograms(log, count)
      case "scalars": try scalars(log, count)
      default: try fill(log, count)
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

  /// One distribution of 60 buckets to ten scalars.
  private static func fill(_ log: SummaryWriter, _ count: Int) throws {
    var generator = RandomGenerator(seed: 0)
    let histogram = Histogram(of: normal(10_000, deviation: 1, &generator))
    for step in 0..<count {
      for layer in 0..<10 { try log.scalar("layer\(layer)/loss", 1 / Double(step + 1), step: step) }
      try log.histogram("layer/weight", histogram, step: step)
    }
    print("{}")
  }

  private static func normal(_ count: Int, deviation: Float, _ generator: inout RandomGenerator) -> Tensor<Float> {
    Tensor<Float>.normal([count], deviation: deviation, using: &generator)
  }
}
