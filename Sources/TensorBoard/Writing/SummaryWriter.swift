public import Formats
public import Statistics
public import Tensors

/// Logs what TensorBoard shows: numbers, distributions, pictures, text, hyperparameters.
///
///     let log = try SummaryWriter(directory: "runs/first")
///     try log.scalar("loss", 0.5, step: 10)
///     try log.histogram("fc1.weight", of: weights, step: 10)
public final class SummaryWriter {
  private let file: EventFileWriter
  private var ranges: [String: HistogramRange] = [:]
  /// The first distributions of tags that have no second one yet.
  private var firsts: [String: FirstHistogram] = [:]
  private let wallTime: @Sendable (Int) -> Double

  /// Makes a new event file in `directory`.
  public init(directory: String) throws(FileError) {
    file = try EventFileWriter(directory: directory)
    wallTime = { _ in EventFileWriter.now() }
  }

  /// Makes or replaces the event file at `path`.
  /// - Parameter wallTime: What the file says of when a step was logged, in seconds since 1970; a function of the step alone makes files
  ///   that are the same from one run to the next.
  public init(replacing path: String, wallTime: @escaping @Sendable (Int) -> Double) throws(FileError) {
    file = try EventFileWriter(replacing: path, wallTime: wallTime(0))
    self.wallTime = wallTime
  }

  /// Goes on with the event file at `path`, as if nothing had been logged after `step`: those records are cut off, and so is what
  /// follows a damaged one.
  /// - Throws: `cannotRead` where there is no file, `badData` where it is no event file.
  public init(resuming path: String, after step: Int, wallTime: @escaping @Sendable (Int) -> Double) throws(FileError) {
    let kept = try KeptRecords(of: path, through: step)
    file = try EventFileWriter(resuming: path, keeping: kept.length, knownTags: kept.tags)
    ranges = kept.ranges
    self.wallTime = wallTime
  }

  /// The file that is written to.
  public var path: String { file.path }

  public func scalar(_ tag: String, _ value: Double, step: Int) throws(FileError) { try log(tag, .scalar(value), step: step) }

  /// The distribution of `values`; see ``histogram(_:_:step:)-histogram``.
  public func histogram<Scalar: NumericScalar>(_ tag: String, of values: Tensor<Scalar>, step: Int) throws(FileError) {
    try histogram(tag, Histogram(of: values), step: step)
  }

  /// A distribution, in buckets that let TensorBoard's page show what there is.
  ///
  /// The page draws all steps of a tag in 30 bins over their common range, so one wild step would flatten all others: the range that
  /// is shown grows at most threefold a step, and what lies beyond counts in the outermost buckets. That a tag's first step was wild
  /// shows with its second: then the first one is logged anew before the second, with buckets over a range that is at most three times the
  /// second's. That its step is lower tells both of the page's readers that it takes the first one's place. How many numbers were put
  /// into outermost buckets is logged as the scalar `TAG/beyond range`, and how many were no finite numbers as `TAG/non-finite`, where
  /// there are any; where none is finite, that is all that is logged.
  public func histogram(_ tag: String, _ histogram: Histogram, step: Int) throws(FileError) {
    try histograms([(tag, histogram)], step: step)
  }

  /// The distributions of a step, by one write for all.
  public func histograms(_ histograms: [(tag: String, histogram: Histogram)], step: Int) throws(FileError) {
    let time = wallTime(step)
    var events: [Event] = []
    for (tag, histogram) in histograms {
      if let own = histogram.range, let first = firsts.removeValue(forKey: tag), first.step < step, file.length < Event.markReach / 2,
        let range = ranges[tag]?.narrow(before: own) {
        // An event of nothing at this step, so that the next one is seen to go back.
        events.append(Event(wallTime: time, step: step, content: .summary([])))
        events.append(first.event(in: range, wallTime: wallTime(first.step)))
      }
      if ranges[tag].map({ !$0.isWide }) ?? true { firsts[tag] = FirstHistogram(tag: tag, histogram: histogram, step: step) }
      let shown = ranges[tag, default: HistogramRange()].include(histogram)
      events.append(Event(wallTime: time, step: step, content: .summary(Self.values(tag, histogram, in: shown))))
    }
    try file.write(events)
  }

  fileprivate static func values(_ tag: String, _ histogram: Histogram, in range: ClosedRange<Double>?) -> [SummaryValue] {
    var values: [SummaryValue] = []
    // The page would draw a distribution of nothing as one of zeros.
    if histogram.finiteCount > 0 || histogram.nonFiniteCount == 0 {
      values.append(SummaryValue(tag: tag, content: .histogram(histogram.buckets(in: range))))
    }
    if histogram.nonFiniteCount > 0 {
      values.append(SummaryValue(tag: "\(tag)/non-finite", content: .scalar(Double(histogram.nonFiniteCount))))
    }
    let beyond = range.map { histogram.count(outside: $0) } ?? 0
    if beyond > 0 { values.append(SummaryValue(tag: "\(tag)/beyond range", content: .scalar(Double(beyond)))) }
    return values
  }

  /// Pictures as the bytes of PNG files.
  public func images(_ tag: String, _ images: [EncodedImage], step: Int) throws(FileError) { try log(tag, .images(images), step: step) }

  /// Pictures, of which the page shows one at a time with a slider for the rest.
  /// - Parameter pixels: Shape [height, width], [height, width, channels] or [pictures, height, width, channels], with 1 (grey), 3 (RGB) or 4
  ///   channels (RGBA).
  /// - Precondition: The shape is one of these, and no extent is 0.
  public func images(_ tag: String, of pixels: Tensor<UInt8>, step: Int) throws(FileError) {
    precondition((2...4).contains(pixels.rank), "no picture has the shape \(pixels.shape)")
    let pictures = pixels.rank == 4 ? (0..<pixels.shape[0]).map { pixels[$0] } : [pixels]
    let encoded = pictures.map { EncodedImage(width: $0.shape[1], height: $0.shape[0], bytes: PNGImage.encode($0)) }
    try images(tag, encoded, step: step)
  }

  /// What the run is made with, for the HParams page, once at its beginning.
  public func hyperparameters(_ hyperparameters: Hyperparameters) throws(FileError) {
    let now = wallTime(0)
    try file.write(Event(wallTime: now, step: 0, content: .summary(hyperparameters.summary(wallTime: now))))
  }

  /// Says on the HParams page how the run ended.
  public func hyperparametersEnded(isSuccess: Bool, step: Int = 0) throws(FileError) {
    let now = wallTime(step)
    try file.write(
      Event(wallTime: now, step: step, content: .summary(Hyperparameters.end(isSuccess: isSuccess, wallTime: now))))
  }

  /// Text in Markdown.
  public func text(_ tag: String, _ text: String, step: Int) throws(FileError) { try log(tag, .text([text]), step: step) }

  private func log(_ tag: String, _ content: SummaryValue.Content, step: Int) throws(FileError) {
    try file.write(
      Event(wallTime: wallTime(step), step: step, content: .summary([SummaryValue(tag: tag, content: content)])))
  }
}

/// A tag's first distribution of numbers that differ.
private struct FirstHistogram {
  let tag: String
  let histogram: Histogram
  let step: Int

  func event(in range: ClosedRange<Double>, wallTime: Double) -> Event {
    Event(wallTime: wallTime, step: step, content: .summary(SummaryWriter.values(tag, histogram, in: range)))
  }
}
