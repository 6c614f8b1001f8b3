import Fathom

/// A run, and which of its steps and layers a film shows.
struct FilmScene {
  let run: RunDirectory
  var plan: FilmPlan
  let progress: Progress

  /// What is shown of each step.
  var view: PlotPlan { plan.picture }

  /// The recorded steps that were asked for.
  /// - Parameter tensors: Steps without one of these are left out: some layers may have been recorded at few steps.
  func steps(_ kind: SnapshotKind, having tensors: [String] = []) throws -> [Int] {
    let all = try run.steps(kind)
    let chosen = all.filter { plan.steps?.contains($0) ?? true }
    guard !chosen.isEmpty else {
      throw Failure(
        .badData, all.isEmpty ? "\(run.path): the run has no \(kind.folder)" : "\(run.path): no step of \(all[0]) to \(all[all.count - 1]) was asked for")
    }
    return try tensors.isEmpty ? chosen : chosen.filter { step in
      let snapshot = try run.snapshot(kind, step: step)
      return tensors.allSatisfy { snapshot.shape(of: $0) != nil }
    }
  }

  /// The weights to choose from: those of a step amid the others, which has what was recorded throughout; where layers are named, those of
  /// the last, which has all.
  func weights() throws -> WeightSource {
    let steps = try steps(.checkpoint)
    return WeightSource(try run.snapshot(.checkpoint, step: steps[view.layers.isEmpty ? steps.count / 2 : steps.count - 1]))
  }

  /// Goes once through all steps before the first frame is drawn, for what all frames share: the ends of a scale.
  func survey(_ steps: [Int], _ body: (_ step: Int) throws -> Void) throws {
    for (done, step) in steps.enumerated() {
      progress.show("reading", done, of: steps.count)
      try body(step)
    }
  }
}

/// The least and the greatest finite number seen.
struct ValueRange {
  private(set) var low = Double.infinity
  private(set) var high = -Double.infinity

  var isEmpty: Bool { low > high }

  mutating func include(_ tensor: Tensor<Float>) {
    tensor.withUnsafeBufferPointer { values in for value in values { include(Double(value)) } }
  }

  mutating func include(_ value: Double) {
    guard value.isFinite else { return }
    low = min(low, value)
    high = max(high, value)
  }

  var ends: (low: Double, high: Double) { isEmpty ? (0, 1) : (low, high) }
}
