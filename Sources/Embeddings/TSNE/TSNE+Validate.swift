internal import Tensors

extension TSNE {
  /// Throws unless all settings are in their ranges and the data is a finite matrix.
  func validate(count: Int, data: Tensor<Float>?) throws {
    func require(_ condition: Bool, _ setting: String, _ reason: String) throws {
      if !condition { throw TSNEError.invalid(setting: setting, reason: reason) }
    }
    let most = ExactRepulsion.maximumDimensions
    try require((1...most).contains(dimensions), "dimensions", "must be 1 to \(most), not \(dimensions)")
    let limit = gradient == .barnesHut ? 3 : gradient == .interpolated ? 2 : most
    try require(dimensions <= limit, "gradient", "by \(gradient.title) is for up to \(limit) dimensions, not \(dimensions)")
    try require(perplexity.isFinite && perplexity >= 1, "perplexity", "must be at least 1, not \(perplexity)")
    try require(earlyExaggeration.isFinite && earlyExaggeration > 0, "early exaggeration", "must be positive, not \(earlyExaggeration)")
    try require(exaggeration.isFinite && exaggeration > 0, "exaggeration", "must be positive, not \(exaggeration)")
    try require(schedule.earlyIterations >= 0 && schedule.iterations >= 0, "iterations", "must not be negative")
    try require(maximumStep > 0, "maximum step", "must be positive, not \(maximumStep)")
    try require(theta.isFinite && theta >= 0, "theta", "must not be negative, and is \(theta)")
    try require(degreesOfFreedom.isFinite && degreesOfFreedom > 0, "degrees of freedom", "must be positive, not \(degreesOfFreedom)")
    if case .value(let rate) = learningRate {
      try require(rate.isFinite && rate > 0, "learning rate", "must be positive, not \(rate)")
    }
    try require(count < Int(Int32.max), "data", "has \(count) rows, and \(Int32.max) are too many")
    if case .given(let map) = initialization {
      try require(
        map.shape == [count, dimensions], "initial map", "must have shape [\(count), \(dimensions)], not \(map.shape)")
      try requireFinite(map)
    }
    guard let data else { return }
    try require(data.rank == 2 && data.shape[0] == count, "data", "must have shape [\(count), d], not \(data.shape)")
    try requireFinite(data)
  }

  private func requireFinite(_ matrix: Tensor<Float>) throws {
    let columns = matrix.shape[1]
    try matrix.withUnsafeBufferPointer { values in
      nonisolated(unsafe) let values = values
      let places = Parallel.mapRanges(of: values.count, grain: 1 << 18) { range -> Int in
        // A sum of x * 0 is NaN if any x is not finite, and has no branch.
        let check = range.reduce(into: Float(0)) { $0 += values[$1] * 0 }
        return check == 0 ? -1 : range.first { !values[$0].isFinite } ?? -1
      }
      if let place = places.first(where: { $0 >= 0 }) {
        throw TSNEError.nonFinite(row: place / columns, column: place % columns, value: "\(values[place])")
      }
    }
  }
}
