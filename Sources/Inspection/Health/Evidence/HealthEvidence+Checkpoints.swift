public import Formats
internal import Tensors
internal import Training

extension HealthEvidence {
  /// Of weights, and of gradients called `NAME.grad`, at the steps of a series. Two steps are in memory at a time. What an optimiser
  /// keeps is left out, and what is listed but not read.
  /// - Parameter progress: Is told how many steps have been read.
  public init(_ series: CheckpointSeries, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws(FileError) {
    self.init()
    try add(series, progress: progress)
  }

  mutating func add(_ series: CheckpointSeries, progress: (Int, Int) -> Void) throws(FileError) {
    var previous: [String: Tensor<Float>] = [:]
    for (position, entry) in series.entries.enumerated() {
      progress(position, series.entries.count)
      let file = try entry.open()
      var current: [String: Tensor<Float>] = [:]
      let readable = Set(try file.readable(among: file.names).names)
      for tensor in file.tensors where readable.contains(tensor.name) {
        let isInteger = ["int", "uint", "bool"].contains { tensor.typeName.hasPrefix($0) }
        let role = TensorRole(tensor.name, isInteger: isInteger)
        if role == .optimizerState { continue }
        let values = try file.read(tensor.name).floats()
        let figures = values.withUnsafeBufferPointer { TensorFigures($0, shape: tensor.shape, isBuffer: role == .buffer) }
        if tensor.name.hasSuffix(Snapshot.gradientSuffix) {
          gradients.append(figures, of: String(tensor.name.dropLast(Snapshot.gradientSuffix.count)), step: entry.step)
          continue
        }
        weights.append(figures, of: tensor.name, step: entry.step)
        // Vectors (biases, scales) may stand still or begin at zero.
        guard tensor.shape.count >= 2, role.isParameter else { continue }
        if let before = previous[tensor.name], before.shape == values.shape, let ratio = Self.update(from: before, to: values) {
          updates.append(ratio, of: tensor.name, step: entry.step)
        }
        current[tensor.name] = values
      }
      previous.merge(current) { $1 }
    }
    progress(series.entries.count, series.entries.count)
  }

  /// |Δw| / |w|; nil where that is no number.
  private static func update(from before: Tensor<Float>, to after: Tensor<Float>) -> Double? {
    let (change, length) = before.withUnsafeBufferPointer { before in
      after.withUnsafeBufferPointer { after in
        var (change, length) = (0.0, 0.0)
        for index in before.indices {
          let difference = Double(after[index]) - Double(before[index])
          change += difference * difference
          length += Double(before[index]) * Double(before[index])
        }
        return (change.squareRoot(), length.squareRoot())
      }
    }
    let ratio = change / length
    return ratio.isFinite ? ratio : nil
  }
}
