import Fathom

/// The map of a run's probe samples at each recorded step, each made from the one before.
struct EmbeddingSequence {
  let rows: LoadedSource
  /// Shape [steps * points, 2], as the rows.
  let coordinates: Tensor<Float>
  let steps: [Int]
  /// The Kullback-Leibler divergence of each map.
  let divergences: [Double]

  var pointCount: Int { rows.rowCount / steps.count }

  /// - Parameter rows: Of all steps one after the other, as many points of each.
  init(_ rows: LoadedSource, perplexity: Double, tie: Float, seed: UInt64, progress: Progress) throws {
    let steps = rows.steps.map(MapPicture.distinct) ?? [0]
    let (count, width) = (rows.rowCount / steps.count, rows.columnCount)
    let values = rows.samples.floats()
    var settings = TSNE()
    settings.seed = seed
    settings.perplexity = perplexity
    var continuity = TSNE.Continuity()
    continuity.tie = tie
    var (maps, divergences) = ([Float](), [Double]())
    do {
      try settings.fit(sequenceOf: steps.count, continuity: continuity) { moment in
        progress.show("maps", moment, of: steps.count, divergences.last.map { [("kl", $0)] } ?? [])
        let points = values[(moment * count)..<((moment + 1) * count)].contiguous()
        guard width > Reduction.columnsLeftAlone else { return points }
        return try PrincipalComponents(.float(points), count: min(Reduction.columnsLeftAlone, count), seed: seed, source: rows.name).coordinates
      } visit: { moment, result in
        maps += result.embedding.scalars
        divergences.append(result.klDivergence)
      }
      progress.show("maps", steps.count, of: steps.count, divergences.last.map { [("kl", $0)] } ?? [])
    } catch let error as TSNEError {
      throw Failure(.badData, "\(rows.name): \(error)")
    }
    progress.finish()
    (self.rows, self.steps, self.divergences) = (rows, steps, divergences)
    coordinates = Tensor(maps, shape: [rows.rowCount, 2])
  }

  /// How true the maps are, in a few words.
  var note: String {
    let (low, high) = (divergences.min() ?? 0, divergences.max() ?? 0)
    return "KL divergence of the maps \(low.digits(3)) to \(high.digits(3))"
  }
}
