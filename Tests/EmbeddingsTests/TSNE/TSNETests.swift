import Neighbors
import Tensors
import TestSupport
import Testing

@testable import Embeddings

@Suite("t-SNE as a whole", .serialized) struct TSNETests {
  @Test("the same bytes with 1, 2 and 4 threads", arguments: [GradientMethod.exact, .barnesHut, .interpolated])
  func threads(method: GradientMethod) throws {
    var tsne = TSNE()
    tsne.gradient = method
    (tsne.earlyIterations, tsne.iterations) = (40, 40)
    let data = TSNESamples.clusters(2_600, dimensions: 10)
    let maps = try resultsWithThreads { try tsne.fit(data).embedding.scalars.map(\.bitPattern) }
    #expect(maps[0] == maps[1] && maps[0] == maps[2])
  }

  @Test("clusters come apart, whichever the gradient and the dimension")
  func clusters() throws {
    let data = TSNESamples.clusters(450, dimensions: 8)
    for (method, dimensions) in [
      (GradientMethod.exact, 2), (.barnesHut, 2), (.interpolated, 2), (.exact, 1), (.interpolated, 1), (.barnesHut, 3), (.exact, 5),
    ] {
      var tsne = TSNE()
      (tsne.gradient, tsne.dimensions) = (method, dimensions)
      let result = try tsne.fit(data)
      #expect(result.gradient == method && result.iterationsRun == 750 && !result.stoppedEarly)
      #expect(result.embedding.shape == [450, dimensions])
      let purity = try purity(result.embedding, classes: 3)
      #expect(purity > 0.99)
      #expect(result.klDivergence > 0 && result.klDivergence < 1.5)
      let exact = TSNE.exactKL(affinities: result.affinities, embedding: result.embedding)
      #expect(abs(result.klDivergence - exact) < 0.02)
    }
  }

  @Test("few points, duplicates, constants: a finite map", arguments: [0, 1, 2, 3, 4, 5, 20])
  func degenerate(count: Int) throws {
    let varied = TSNESamples.clusters(count, dimensions: 4)
    let constant = Tensor<Float>(repeating: 3, shape: [count, 4])
    var doubled = varied
    doubled.withUnsafeMutableBufferPointer { values in
      for index in values.indices where index >= values.count / 2 { values[index] = values[index - values.count / 2] }
    }
    for data in [varied, constant, doubled, Tensor<Float>(repeating: 0, shape: [count, 1])] {
      for method in [GradientMethod.automatic, .barnesHut, .interpolated] {
        for initialization in [Initialization.pca, .spectral, .random] {
          var tsne = TSNE()
          (tsne.gradient, tsne.initialization) = (method, initialization)
          let result = try tsne.fit(data)
          #expect(result.embedding.shape == [count, 2])
          #expect(result.embedding.scalars.allSatisfy { $0.isFinite })
          #expect(result.klDivergence.isFinite)
          #expect(!result.warnings.isEmpty)
        }
      }
    }
  }

  @Test("points that are all the same, and more than the perplexity")
  func identical() throws {
    for method in [GradientMethod.exact, .barnesHut, .interpolated] {
      var tsne = TSNE()
      tsne.gradient = method
      let result = try tsne.fit(Tensor<Float>(repeating: 1, shape: [200, 3]))
      #expect(result.embedding.scalars.allSatisfy { $0.isFinite })
      #expect(Set(result.embedding.scalars).count > 300, "duplicates do not stick together")
    }
  }

  @Test("what cannot be embedded is named")
  func errors() throws {
    var data = TSNESamples.clusters(50, dimensions: 4)
    data.withUnsafeMutableBufferPointer { $0[4 * 17 + 2] = .nan }
    #expect(throws: TSNEError.nonFinite(row: 17, column: 2, value: "nan")) { try TSNE().fit(data) }
    func expectInvalid(_ change: (inout TSNE) -> Void) {
      var changed = TSNE()
      change(&changed)
      let tsne = changed
      #expect(throws: TSNEError.self) { _ = try tsne.fit(TSNESamples.clusters(50, dimensions: 4)) }
    }
    expectInvalid { $0.dimensions = 0 }
    expectInvalid { $0.perplexity = .nan }
    expectInvalid { $0.learningRate = .value(-1) }
    expectInvalid { ($0.gradient, $0.dimensions) = (.interpolated, 3) }
    expectInvalid { ($0.gradient, $0.dimensions) = (.barnesHut, 4) }
    expectInvalid { $0.initialization = .given(Tensor(repeating: 0, shape: [49, 2])) }
    expectInvalid { $0.degreesOfFreedom = 0 }
  }

  @Test("the divergence falls, and the callback sees it and can stop")
  func progress() throws {
    var seen: [TSNEProgress] = []
    let data = TSNESamples.clusters(300, dimensions: 6)
    let result = try TSNE().fit(data) {
      seen.append($0)
      return $0.iteration < 600
    }
    #expect(result.stoppedEarly && result.iterationsRun == 600)
    #expect(seen.prefix(3).map(\.stage) == [.neighbors, .affinities, .initialization])
    let reports = seen.dropFirst(3)
    #expect(reports.map(\.iteration) == Array(stride(from: 50, through: 600, by: 50)))
    #expect(reports.allSatisfy { $0.total == 750 && $0.klDivergence?.isFinite == true })
    #expect(reports.last!.klDivergence! < reports.first!.klDivergence!)
    #expect(throws: TSNEError.cancelled) { try TSNE().fit(data) { _ in false } }
  }

  @Test("it stops when nothing moves or improves any more")
  func earlyStopping() throws {
    let data = TSNESamples.clusters(200, dimensions: 6)
    var still = TSNE()
    still.iterations = 20_000
    still.minimumGradientNorm = 1e-4
    let stillStopped = try still.fit(data).stoppedEarly
    #expect(stillStopped)
    var stuck = TSNE()
    stuck.iterations = 20_000
    stuck.iterationsWithoutProgress = 100
    let stuckStopped = try stuck.fit(data).stoppedEarly
    #expect(stuckStopped)
  }

  @Test("a resumed run ends with the same bytes", arguments: [GradientMethod.exact, .barnesHut, .interpolated], [30, 120, 200])
  func resumed(method: GradientMethod, at moment: Int) throws {
    var tsne = TSNE()
    (tsne.gradient, tsne.progressInterval) = (method, 10)
    (tsne.earlyIterations, tsne.iterations) = (100, 150)
    let data = TSNESamples.clusters(700, dimensions: 6)
    let whole = try tsne.fit(data)
    var saved: TSNEState?
    _ = try tsne.fit(data) { progress in
      guard progress.iteration == moment else { return true }
      saved = progress.state?()
      return false
    }
    let state = try #require(saved)
    let rest = try tsne.fit(data, resuming: state)
    #expect(rest.embedding.scalars == whole.embedding.scalars)
    #expect(rest.klDivergence == whole.klDivergence)
    #expect(throws: TSNEError.self) { try tsne.fit(TSNESamples.clusters(700, dimensions: 6, seed: 9), resuming: state) }
    #expect(throws: TSNEError.self) { try tsne.fit(TSNESamples.clusters(70, dimensions: 6), resuming: state) }
  }

  /// The share of points whose nearest other point in the map is of the same class, classes going round.
  private func purity(_ map: Tensor<Float>, classes: Int) throws -> Double {
    let nearest = try ExactNeighbors(metric: .euclidean).graph(of: map, k: 1).indices.scalars
    return Double(nearest.enumerated().count { $0.offset % classes == Int($0.element) % classes }) / Double(nearest.count)
  }
}
