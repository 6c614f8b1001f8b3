public import Neighbors
public import Tensors

extension TSNE {
  /// Called as the work goes on; false ends it with the map as it is.
  public typealias ProgressHandler = (TSNEProgress) -> Bool

  /// Embeds the rows of `x` [n, d].
  ///
  /// - Parameters:
  ///   - progress: Called at the beginning of each stage and every ``progressInterval`` iterations.
  ///   - state: From a run with the same data and settings, to go on from there.
  /// - Throws: ``TSNEError`` if the data is not finite, a setting is out of range or the state does not fit.
  public func fit(
    _ x: Tensor<Float>, progress: ProgressHandler? = nil, resuming state: TSNEState? = nil
  ) throws -> TSNEResult {
    try fit(x, tie: nil, progress: progress, resuming: state)
  }

  /// The same with the points held to places.
  func fit(_ x: Tensor<Float>, tie: Tie?, progress: ProgressHandler? = nil, resuming state: TSNEState? = nil) throws -> TSNEResult {
    try validate(count: x.rank == 2 ? x.shape[0] : 0, data: x)
    var run = Run(progress: progress)
    try run.begin(.neighbors)
    let k = Affinities.neighborCount(count: x.shape[0], perplexity: perplexity)
    let attained = attainablePerplexity(count: x.shape[0], k: k, run: &run)
    let affinities = try affinities(of: x, k: k, perplexity: attained, run: &run)
    return try fit(affinities: affinities, perplexity: attained, data: x, tie: tie, resuming: state, run: &run)
  }

  /// Embeds points whose nearest neighbours are known. Three times the perplexity is a good number of them.
  ///
  /// - Parameter data: The points themselves, for the initialisation by PCA; without them that one is replaced by the spectral one.
  public func fit(
    neighbors: NeighborGraph, data: Tensor<Float>? = nil, progress: ProgressHandler? = nil, resuming state: TSNEState? = nil
  ) throws -> TSNEResult {
    try validate(count: neighbors.count, data: data)
    var run = Run(progress: progress)
    let attained = attainablePerplexity(count: neighbors.count, k: neighbors.k, run: &run)
    let affinities = try affinities(neighbors: neighbors, perplexity: attained, run: &run)
    return try fit(affinities: affinities, perplexity: attained, data: data, resuming: state, run: &run)
  }

  /// Embeds points whose affinities are known; the perplexity has no meaning then.
  public func fit(
    affinities: Affinities, data: Tensor<Float>? = nil, progress: ProgressHandler? = nil, resuming state: TSNEState? = nil
  ) throws -> TSNEResult {
    try validate(count: affinities.count, data: data)
    var run = Run(progress: progress)
    return try fit(affinities: affinities, perplexity: perplexity, data: data, resuming: state, run: &run)
  }
}

// MARK: - Stages

extension TSNE {
  /// The neighbours' memory is free again when this returns.
  private func affinities(of x: Tensor<Float>, k: Int, perplexity: Double, run: inout Run) throws -> Affinities {
    let neighbors = try ExactNeighbors(metric: metric).graph(of: x, k: max(k, 1))
    run.end("neighbors")
    return try affinities(neighbors: neighbors, perplexity: perplexity, run: &run)
  }

  private func affinities(neighbors: NeighborGraph, perplexity: Double, run: inout Run) throws -> Affinities {
    try run.begin(.affinities)
    defer { run.end("affinities") }
    return Affinities(neighbors: neighbors, perplexity: perplexity)
  }

  private func fit(
    affinities: Affinities, perplexity: Double, data: Tensor<Float>?, tie: Tie? = nil, resuming state: TSNEState?, run: inout Run
  ) throws -> TSNEResult {
    try run.begin(.initialization)
    let initial = try initialMap(affinities: affinities, data: data, run: &run)
    run.end("initialization")
    let method = gradient.resolved(count: affinities.count, dimensions: dimensions)
    let phases = phases(count: affinities.count)
    let descent = initial.withUnsafeBufferPointer { initial in
      GradientDescent(
        affinities: affinities, initial: initial.baseAddress!, dimensions: dimensions, degreesOfFreedom: degreesOfFreedom, phases: phases,
        maximumStep: maximumStep, repulsion: repulsion(method), tie: tie)
    }
    let fingerprint = fingerprint(affinities: affinities, method: method, phases: phases)
    if let state { try restore(state, to: descent, fingerprint: fingerprint) }
    let divergence = Divergence(affinities: affinities, degreesOfFreedom: degreesOfFreedom)
    let stoppedEarly = optimize(descent, divergence: divergence, fingerprint: fingerprint, run: &run)
    let embedding = descent.embedding()
    let normalizer = descent.normalizer()
    let klDivergence = embedding.withUnsafeBufferPointer {
      divergence.value(points: $0.baseAddress!, dimensions: dimensions, normalizer: normalizer)
    }
    run.end("divergence")
    return TSNEResult(
      embedding: embedding, klDivergence: klDivergence, iterationsRun: descent.iteration, stoppedEarly: stoppedEarly,
      gradient: method, perplexity: perplexity, learningRates: phases.map(\.learningRate), affinities: affinities,
      warnings: run.warnings, timings: run.timings)
  }

  /// A fall of the divergence by less, in nats, is no progress.
  private static let leastProgress = 1e-4

  /// Returns whether it ended before its time.
  private func optimize(_ descent: GradientDescent, divergence: Divergence, fingerprint: Int, run: inout Run) -> Bool {
    let watchesDivergence = run.progress != nil || iterationsWithoutProgress != nil
    var (best, bestIteration) = (Double.infinity, 0)
    while descent.iteration < descent.totalIterations {
      let isEarly = descent.phaseIndex == 0
      let isReported = (descent.iteration + 1).isMultiple(of: max(1, progressInterval))
      var kl: Double?
      descent.step { normalizer in
        guard isReported && watchesDivergence else { return }
        kl = descent.embedding().withUnsafeBufferPointer {
          divergence.value(points: $0.baseAddress!, dimensions: dimensions, normalizer: normalizer)
        }
      }
      if isReported, !run.report(descent, isEarly: isEarly, kl: kl, fingerprint: fingerprint) { return true }
      if descent.iteration == schedule.earlyIterations { run.end("earlyExaggeration") }
      guard !isEarly else { continue }
      if let limit = minimumGradientNorm, descent.gradientNorm < limit { break }
      if let kl, let patience = iterationsWithoutProgress {
        if kl < best - Self.leastProgress { (best, bestIteration) = (kl, descent.iteration) }
        if descent.iteration - bestIteration >= patience { break }
      }
    }
    run.end("optimization")
    return descent.iteration < descent.totalIterations
  }

  private func repulsion(_ method: GradientMethod) -> any Repulsion {
    switch method {
    case .interpolated: InterpolatedRepulsion(dimensions: dimensions, degreesOfFreedom: degreesOfFreedom)
    case .barnesHut: BarnesHutRepulsion(dimensions: dimensions, theta: theta, degreesOfFreedom: degreesOfFreedom)
    case .exact, .automatic: ExactRepulsion(dimensions: dimensions, degreesOfFreedom: degreesOfFreedom)
    }
  }

  private func initialMap(affinities: Affinities, data: Tensor<Float>?, run: inout Run) throws -> Tensor<Float> {
    switch initialization {
    case .given(let map): return map.contiguous()
    case .random: return InitialScale.random(count: affinities.count, dimensions: dimensions, seed: seed)
    case .pca:
      if let data { return try PrincipalInitialization(dimensions: dimensions, seed: seed).map(of: data) }
      run.warn("without the points there are no principal components to start from; the spectral initialisation is used")
      return try SpectralInitialization(dimensions: dimensions, seed: seed).map(of: affinities)
    case .spectral: return try SpectralInitialization(dimensions: dimensions, seed: seed).map(of: affinities)
    }
  }

  private func attainablePerplexity(count: Int, k: Int, run: inout Run) -> Double {
    let attainable = Affinities.attainablePerplexity(perplexity, k: k)
    if count < 2 {
      run.warn("\(count) points have no neighbours to keep together")
    } else if attainable < perplexity {
      run.warn("perplexity \(perplexity) is too high for \(k) neighbours of \(count) points; \(attainable) is used")
    }
    return attainable
  }

  private func restore(_ state: TSNEState, to descent: GradientDescent, fingerprint: Int) throws {
    guard state.fits(count: descent.affinities.count, dimensions: dimensions) else {
      throw TSNEError.stateDoesNotFit(
        reason: "it is of \(state.points.shape), and the map has \(descent.affinities.count) points in \(dimensions) dimensions")
    }
    guard state.fingerprint == fingerprint else {
      throw TSNEError.stateDoesNotFit(reason: "it comes from other data or other settings")
    }
    descent.restore(state)
  }
}
