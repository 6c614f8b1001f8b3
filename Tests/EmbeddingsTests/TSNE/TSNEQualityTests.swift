import Datasets
import Neighbors
import Tensors
import TestSupport
import Testing

@testable import Embeddings

/// Judged by what openTSNE and scikit-learn give on the same data: see Fixtures/make_tsne.py.
@Suite("t-SNE of the digits") struct TSNEQualityTests {
  let digits: Tensor<Float>
  let labels: [Int]
  let expected: Fixture

  init() throws {
    let dataset = try #require(try Dataset.named("digits"))
    digits = dataset.features()
    labels = try #require(dataset.labels)
    expected = try Fixture("tsne")
  }

  @Test("the affinities are openTSNE's")
  func affinities() throws {
    let affinities = Affinities(neighbors: try ExactNeighbors().graph(of: digits, k: 90), perplexity: 30)
    let entries = expected["affinities"].data
    var rows: [Int: [Int: Float]] = [:]
    var (agreeing, difference, sum) = (0, 0.0, 0.0)
    for start in stride(from: 0, to: entries.count, by: 3) {
      let (row, column, value) = (Int(entries[start]), Int(entries[start + 1]), entries[start + 2])
      let own = rows[row] ?? Dictionary(uniqueKeysWithValues: affinities.row(row).map { ($0.column, $0.value) })
      rows[row] = own
      let error = abs(Double(own[column] ?? 0) - value)
      agreeing += error <= 1e-4 * value ? 1 : 0
      difference += error
      sum += value
    }
    // The digits' distances are integers' roots, so the last of 90 neighbours is often one of several equals: few entries may differ.
    #expect(agreeing * 100 >= entries.count / 3 * 95)
    #expect(difference < 5e-3 * sum)
  }

  @Test("no worse than openTSNE, whichever the gradient", arguments: [GradientMethod.exact, .barnesHut, .interpolated])
  func quality(method: GradientMethod) throws {
    var tsne = TSNE()
    tsne.gradient = method
    let result = try tsne.fit(digits)
    let (kl, kept, accuracy) = try figures(result)
    let theirs = expected["openTSNE"].data
    #expect(kl < theirs[0] * 1.01, "KL \(kl), openTSNE's \(theirs[0])")
    #expect(kept > theirs[1] - 0.01, "neighbours kept \(kept), openTSNE's \(theirs[1])")
    #expect(accuracy > theirs[2] - 0.004, "accuracy \(accuracy), openTSNE's \(theirs[2])")
    let sklearn = expected["scikit-learn"].data
    #expect(kl < sklearn[0] * 1.01 && kept > sklearn[1] - 0.01 && accuracy > sklearn[2] - 0.004)
    #expect(abs(result.klDivergence - kl) < 5e-3)
  }

  @Test("the fast schedule and the other initialisations end as well")
  func variants() throws {
    var fast = TSNE()
    fast.schedule = .fast
    var spectral = TSNE()
    spectral.initialization = .spectral
    for (tsne, factor) in [(fast, 1.08), (spectral, 1.03)] {
      let (kl, kept, accuracy) = try figures(tsne.fit(digits))
      let theirs = expected["openTSNE"].data
      #expect(kl < theirs[0] * factor && kept > theirs[1] - 0.02 && accuracy > theirs[2] - 0.01, "\(kl) \(kept) \(accuracy)")
    }
  }

  private func figures(_ result: TSNEResult) throws -> (kl: Double, kept: Double, accuracy: Double) {
    let data = try ExactNeighbors().graph(of: digits, k: 10).indices.scalars
    let map = try ExactNeighbors().graph(of: result.embedding, k: 10).indices.scalars
    var (kept, correct) = (0, 0)
    for row in labels.indices {
      let near = map[10 * row..<10 * row + 10]
      kept += Set(near).intersection(data[10 * row..<10 * row + 10]).count
      var votes = [Int](repeating: 0, count: 10)
      for neighbor in near { votes[labels[Int(neighbor)]] += 1 }
      correct += votes.firstIndex(of: votes.max()!)! == labels[row] ? 1 : 0
    }
    let kl = TSNE.exactKL(affinities: result.affinities, embedding: result.embedding)
    return (kl, Double(kept) / Double(data.count), Double(correct) / Double(labels.count))
  }
}
