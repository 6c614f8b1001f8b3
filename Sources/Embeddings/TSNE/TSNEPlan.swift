internal import Tensors

/// What an embedding will take, estimated before it is begun.
public struct TSNEPlan: Sendable, Hashable {
  /// How the repulsion will be computed.
  public var gradient: GradientMethod
  /// Of each point, that the affinities are made from.
  public var neighborCount: Int
  /// The perplexity that so few points can have, at most what was asked for.
  public var perplexity: Double
  public var iterations: Int
  /// Peak memory, the data included.
  public var bytes: Int
  /// By the clock on this machine, roughly: within a factor of two on the machines it was fitted to.
  public var seconds: Double
}

extension TSNE {
  /// The method, memory and time that `count` points in `dimensions` dimensions would take.
  public func plan(count: Int, dimensions columns: Int) -> TSNEPlan {
    let k = Affinities.neighborCount(count: count, perplexity: perplexity)
    let method = gradient.resolved(count: count, dimensions: dimensions)
    let iterations = schedule.earlyIterations + schedule.iterations
    return TSNEPlan(
      gradient: method, neighborCount: k, perplexity: Affinities.attainablePerplexity(perplexity, k: k), iterations: iterations,
      bytes: peakBytes(count: count, columns: columns, k: k, method: method),
      seconds: neighborSeconds(count: count, columns: columns) + Double(iterations) * iterationSeconds(count: count, k: k, method: method))
  }

  private func peakBytes(count: Int, columns: Int, k: Int, method: GradientMethod) -> Int {
    let edges = count * k
    let data = 4 * count * columns
    // Per edge: the graph 8 bytes, conditional probabilities 4, edges on their way 12, the symmetric matrix 8 for 1.4 entries.
    let neighbors = data + count * (8 * k + 2_048)
    let affinities = edges * (8 + 4 + 12) + edges * 8 * 7 / 5
    let isPacked = dimensions == 2 && degreesOfFreedom == 1 && count <= 1 << 17
    let repulsion: Int =
      switch method {
      case .interpolated: GridRepulsion.bytesNeeded(count: count, dimensions: dimensions)
      case .barnesHut: count * 120
      case .exact, .automatic: 0
      }
    let optimization = edges * 8 * 7 / 5 + edges * (isPacked ? 6 : 12) + count * (dimensions * 24 + 24) + repulsion
    let fixed = 32 << 20
    return fixed + data + max(neighbors, affinities, optimization)
  }

  /// Relative to two threads with AVX-512 on the machine that the constants come from.
  private var slowness: Double {
    let vectors: Double =
      switch InstructionSet.current {
      case .avx512: 1
      case .avx2: 1.7
      case .plain: 4
      }
    return vectors * 2 / Double(Parallel.threadCount)
  }

  private func neighborSeconds(count: Int, columns: Int) -> Double {
    slowness * 7.5e-12 * Double(count) * Double(count) * Double(columns + 10)
  }

  private func iterationSeconds(count: Int, k: Int, method: GradientMethod) -> Double {
    let (count, k) = (Double(count), Double(k))
    let attraction = 4.5e-10 * count * k
    let repulsion: Double =
      switch method {
      case .exact, .automatic: 6e-11 * count * count * Double(max(dimensions, 2)) / 2
      case .barnesHut: 1.5e-6 * count * Double(dimensions)
      case .interpolated: 4e-4 + 3e-8 * count
      }
    return 2e-5 + slowness * (attraction + repulsion)
  }
}
