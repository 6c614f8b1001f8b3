import Fathom

/// What a layer makes of one probe sample.
struct FeaturePlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  func drawing() throws -> PlotDrawing {
    let run = try plan.run(for: "features")
    let snapshot = try run.snapshot(.activations, step: plan.step)
    let layer = try Self.layer(snapshot, plan.layers)
    let features = try FeatureMaps(snapshot.values(layer), sample: plan.sample, path: snapshot.path)
    let chart = features.chart(
      title: plan.title ?? "\(layer) of sample \(plan.sample), step \(snapshot.step)", limit: plan.imageLimit,
      scale: plan.gridScale, range: nil)
    return PlotDrawing(chart, notes: features.omission(plan.imageLimit).map { [$0] } ?? [])
  }

  /// The layer asked for; else the first with feature maps, else the first.
  static func layer(_ snapshot: Snapshot, _ asked: [String]) throws -> String {
    if asked.count > 1 { throw Failure(.usage, "features are those of one layer, not of \(asked.listed)") }
    guard let layer = asked.first else {
      guard let first = snapshot.names.first(where: { (snapshot.shape(of: $0)?.count ?? 0) >= 3 }) ?? snapshot.names.first else {
        throw Failure(.badData, "\(snapshot.path): there are no features")
      }
      return first
    }
    guard snapshot.shape(of: layer) != nil else {
      throw Failure(.badData, "\(snapshot.path): there are no features of a layer \(layer); there are \(snapshot.names.listed)")
    }
    return layer
  }
}

/// A sample's values in a layer: maps, or numbers in a row.
struct FeatureMaps {
  private var values: [Float]
  /// Without the axis of samples.
  private let shape: [Int]

  /// - Parameter features: [samples, ...]
  init(_ features: Tensor<Float>, sample: Int, path: String) throws {
    guard let count = features.shape.first, features.rank >= 2, features.count > 0 else {
      throw Failure(.badData, "\(path): features have a row for each sample, not shape \(features.shape)")
    }
    guard sample < count else { throw Failure(.usage, "--sample \(sample): there are \(count) samples, counted from 0") }
    let size = features.count / count
    values = features.withUnsafeBufferPointer { Array($0[(sample * size)..<((sample + 1) * size)]) }
    shape = Array(features.shape.dimensions.dropFirst())
  }

  var range: (low: Float, high: Float)? {
    let finite = values.filter(\.isFinite)
    return finite.isEmpty ? nil : (finite.min()!, finite.max()!)
  }

  /// All values as probabilities.
  func softmax() -> FeatureMaps {
    let logits = Tensor<Float>(values, shape: [values.count])
    let powers = (logits - logits.max()).exp()
    var result = self
    result.values = (powers / powers.sum()).scalars
    return result
  }

  private var mapCount: Int { shape.count >= 2 ? shape.dropLast(2).reduce(1, *) : 1 }

  func omission(_ limit: Int) -> String? {
    mapCount > limit ? "\(limit) of \(mapCount) maps are shown; --limit takes more" : nil
  }

  /// - Parameter range: What the colours or the axis reach; nil: what is there.
  func chart(title: String, limit: Int, scale: ImageGrid.Scale, range: (low: Double, high: Double)?) -> any Chart {
    guard shape.count >= 2 else {
      var axes = Axes(title, x: Axis("unit"), y: Axis("value"))
      axes.y.range = range.map { Self.padded($0) }
      return BarChart(names: values.indices.map(String.init), values: values.map(Double.init), axes: axes)
    }
    let (height, width) = (shape[shape.count - 2], shape[shape.count - 1])
    let size = height * width
    let tiles = (0..<min(limit, mapCount)).map { map in
      ImageGrid.Tile(Array(values[(map * size)..<((map + 1) * size)]), height: height, width: width)
    }
    let isOwn = scale == .own
    return ImageGrid(tiles, title: title, colors: .viridis, scale: isOwn ? .own : range.map { .fixed($0.low, $0.high) } ?? .shared)
  }

  /// From zero, with a little room.
  static func padded(_ range: (low: Double, high: Double)) -> ClosedRange<Double> {
    let (low, high) = (min(range.low, 0), max(range.high, 0))
    let margin = max((high - low) * 0.05, 1e-9)
    return (low < 0 ? low - margin : 0)...(high + margin)
  }
}
