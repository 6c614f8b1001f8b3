import Fathom

/// Reads points out of a run directory: the units of a layer, or what a layer makes of the probe samples, at one step or at all.
struct RunReader {
  let selection: RunSelection
  let limit: Int?
  let memoryLimit: ByteSize?

  /// A tensor of the snapshots, with one point in each row.
  private struct Choice {
    var kind: SnapshotKind
    var tensor: String
  }

  func read(_ path: String) throws -> LoadedSource {
    let run = try RunDirectory(path)
    let choice = try choose(in: run)
    let steps = try steps(of: choice.kind, in: run)
    let first = try run.snapshot(choice.kind, step: steps[0])
    let shape = first.shape(of: choice.tensor) ?? []
    let pointCount = min(limit ?? .max, shape.first ?? 1)
    let width = shape.dropFirst().reduce(1, *)
    try Memory.require(
      ByteSize(bytes: steps.count * pointCount * width * MemoryLayout<Float>.size), limit: memoryLimit,
      for: "\(path): \(steps.count) steps of \(pointCount) x \(width) values")

    let samples = try Tensor<Float>(uninitialized: [steps.count * pointCount, width]) { target in
      for (position, step) in steps.enumerated() {
        let snapshot = try run.snapshot(choice.kind, step: step)
        let part = try matrix(choice.tensor, of: snapshot, rows: pointCount, width: width, like: shape)
        part.withUnsafeBufferPointer { _ = target[(position * pointCount * width)...].update(fromContentsOf: $0) }
      }
    }
    var source = LoadedSource(name: "\(path): \(choice.tensor)", samples: .float(samples))
    source.part = choice.tensor + (selection.step == .all ? ", \(steps.count) steps" : ", step \(steps[0])")
    if choice.kind == .activations { try label(&source, by: run, points: pointCount, of: shape.first ?? 1, steps: steps.count) }
    if selection.step == .all {
      source.indices = steps.flatMap { _ in 0..<pointCount }
      source.steps = steps.flatMap { [Int](repeating: $0, count: pointCount) }
    }
    return source
  }

  // MARK: - What is looked at

  private func choose(in run: RunDirectory) throws -> Choice {
    if let layer = selection.weights {
      let snapshot = try run.snapshot(.checkpoint, step: oneStep)
      for name in [layer, layer + Self.weightSuffix] where snapshot.shape(of: name) != nil {
        return Choice(kind: .checkpoint, tensor: name)
      }
      throw Failure(.badData, "\(snapshot.path): no weights of a layer \(layer); there are \(Self.layersWithWeights(snapshot).listed)")
    }
    if let layer = selection.features ?? (selection.logits ? Self.logits : nil) {
      let snapshot = try run.snapshot(.activations, step: oneStep)
      guard snapshot.shape(of: layer) != nil else {
        throw Failure(
          .badData, "\(snapshot.path): no \(layer == Self.logits ? "logits" : "features of a layer \(layer)"); there are \(snapshot.names.listed)",
          hint: selection.logits ? "--features LAYER takes any of them" : nil)
      }
      return Choice(kind: .activations, tensor: layer)
    }
    return try choice(without: run)
  }

  /// Where nobody said what to look at: the logits, if the run has them.
  private func choice(without run: RunDirectory) throws -> Choice {
    let activations = try run.steps(.activations).isEmpty ? nil : run.snapshot(.activations, step: oneStep)
    if activations?.shape(of: Self.logits) != nil { return Choice(kind: .activations, tensor: Self.logits) }
    let weights = try run.steps(.checkpoint).isEmpty ? [] : Self.layersWithWeights(run.snapshot(.checkpoint))
    let choices =
      (weights.isEmpty ? [] : ["--weights with one of \(weights.listed)"]) + (activations.map { ["--features with one of \($0.names.listed)"] } ?? [])
    throw choices.isEmpty
      ? Failure(.badData, "\(run.path): the run has neither checkpoints nor activations")
      : Failure(.usage, "\(run.path): the run has no logits; choose what to map: \(choices.joined(separator: ", or "))")
  }

  private static let logits = "logits"
  private static let weightSuffix = ".weight"

  private static func layersWithWeights(_ snapshot: Snapshot) -> [String] {
    snapshot.valueNames.filter { $0.hasSuffix(weightSuffix) }.map { String($0.dropLast(weightSuffix.count)) }
  }

  /// The step whose snapshot tells what there is.
  private var oneStep: Int? { if case .step(let step)? = selection.step { step } else { nil } }

  private func steps(of kind: SnapshotKind, in run: RunDirectory) throws -> [Int] {
    switch selection.step ?? .last {
    case .step(let step): return [step]
    case .last: return [try run.snapshot(kind).step]
    case .all:
      let all = try run.steps(kind)
      let chosen = all.filter { selection.range?.contains($0) ?? true }
      guard !chosen.isEmpty, !all.isEmpty else { throw Failure(.badData, "\(run.path): no \(kind.folder) of the steps asked for") }
      return StepSpread.steps(chosen, atMost: selection.stepLimit ?? .max)
    }
  }

  // MARK: - Points

  private func matrix(
    _ name: String, of snapshot: Snapshot, rows: Int, width: Int, like shape: [Int]
  ) throws -> Tensor<Float> {
    let values = try snapshot.values(name)
    guard values.shape.dimensions == shape else {
      throw FileError(
        .badData, path: snapshot.path, "shape \(values.shape), but an earlier step has \(Shape(shape))", at: "tensor \"\(name)\"")
    }
    let matrix = values.reshaped([shape.first ?? 1, width])[0..<rows]
    if let (row, column, value) = NumericArray.float(matrix).firstNonFinite {
      throw FileError(
        .badData, path: snapshot.path, "\(value) in row \(row), column \(column), counted from 0; a map needs finite numbers",
        at: "tensor \"\(name)\"", hint: "--step N takes a step before it")
    }
    return matrix
  }

  /// The labels of the probe samples, repeated for each step, and their images.
  private func label(_ source: inout LoadedSource, by run: RunDirectory, points: Int, of count: Int, steps: Int) throws {
    guard let probe = try run.probe() else { return }
    if probe.samples.shape.first == count { source.images = probe.samples.asImages?.rows(0..<points) }
    guard let labels = probe.labels else { return }
    guard labels.count == count else {
      throw Failure(.badData, "\(source.name): values of \(count) samples, but the probe has \(labels.count) labels")
    }
    source.labels = .integers(Array(labels.prefix(points))).repeated(steps)
    source.labelNames = run.description?.classNames
  }
}
