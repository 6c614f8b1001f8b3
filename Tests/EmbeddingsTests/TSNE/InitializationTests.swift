import LinearAlgebra
import Tensors
import TestSupport
import Testing

@testable import Embeddings

@Suite("t-SNE's initialisation") struct InitializationTests {
  @Test("PCA: the components' directions at the starting scale, duplicates apart")
  func principal() throws {
    var data = TSNESamples.clusters(400, dimensions: 6)
    data.withUnsafeMutableBufferPointer { for index in 0..<6 { $0[index] = $0[6 + index] } }
    let map = try PrincipalInitialization(dimensions: 2, seed: 1).map(of: data)
    let scores = try PCA(componentCount: 2).fitTransform(data).transformed
    #expect(abs(deviation(map, column: 0) - 1e-4) < 2e-6)
    for column in 0..<2 { #expect(abs(correlation(map, column, scores, column)) > 0.999) }
    #expect(map.scalars[0] != map.scalars[2] && map.scalars[1] != map.scalars[3])
  }

  @Test("more axes than the data has, and constant data: the jitter alone")
  func principalDegenerate() throws {
    let narrow = try PrincipalInitialization(dimensions: 3, seed: 1).map(of: TSNESamples.clusters(50, dimensions: 1))
    #expect(deviation(narrow, column: 2) > 1e-7 && deviation(narrow, column: 2) < 1e-5)
    let constant = try PrincipalInitialization(dimensions: 2, seed: 1).map(of: Tensor(repeating: 4, shape: [50, 3]))
    #expect(constant.scalars.allSatisfy { $0.isFinite } && Set(constant.scalars).count == 100)
  }

  @Test("spectral: subspace iteration finds the dense decomposition's vectors")
  func spectral() throws {
    // A ring, whose eigenvectors are known to be waves; with a gap between the wanted eigenvalues and the rest that is small.
    let count = 600
    var (starts, columns) = ([0], [Int32]())
    for row in 0..<count {
      for step in 1...15 { columns += [Int32((row + step) % count), Int32((row + count - step) % count)] }
      starts.append(columns.count)
    }
    let ring = try Affinities(rowStarts: starts, columns: columns, values: columns.map { _ in 1 })
    let map = try SpectralInitialization(dimensions: 2, seed: 3).map(of: ring).scalars
    // The first two waves are a circle: all radii equal but for the jitter, and one turn in order.
    let points = (0..<count).map { SIMD2(map[2 * $0], map[2 * $0 + 1]) }
    let squares = points.map { ($0 * $0).sum() }
    #expect(squares.max()! / squares.min()! < 1.3)
    var turned: Float = 0  // twice the area that the polygon goes around
    for i in 0..<count {
      let (a, b) = (points[i], points[(i + 1) % count])
      turned += a.x * b.y - a.y * b.x
    }
    let meanSquare = squares.reduce(0, +) / Float(count)
    #expect(abs(abs(turned) / (2 * Float.pi * meanSquare) - 1) < 0.1)
  }

  @Test("spectral: parts without a connection are told apart", arguments: [60, 900])
  func parts(count: Int) throws {
    // Three complete graphs.
    let size = count / 3
    var (starts, columns) = ([0], [Int32]())
    for row in 0..<count {
      let first = row / size * size
      columns += (first..<first + size).filter { $0 != row }.map(Int32.init)
      starts.append(columns.count)
    }
    let graph = try Affinities(rowStarts: starts, columns: columns, values: columns.map { _ in 1 })
    let map = try SpectralInitialization(dimensions: 2, seed: 3).map(of: graph).scalars
    func center(_ part: Int) -> SIMD2<Float> {
      (part * size..<(part + 1) * size).reduce(SIMD2()) { $0 + SIMD2(map[2 * $1], map[2 * $1 + 1]) } / Float(size)
    }
    for part in 0..<3 {
      let other = center((part + 1) % 3) - center(part)
      #expect((other * other).sum().squareRoot() > 5e-5)
    }
  }

  private func deviation(_ map: Tensor<Float>, column: Int) -> Double {
    let values = stride(from: column, to: map.count, by: map.shape[1]).map { Double(map.scalars[$0]) }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  private func correlation(_ a: Tensor<Float>, _ i: Int, _ b: Tensor<Float>, _ j: Int) -> Double {
    let x = stride(from: i, to: a.count, by: a.shape[1]).map { Double(a.scalars[$0]) }
    let y = stride(from: j, to: b.count, by: b.shape[1]).map { Double(b.scalars[$0]) }
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    return product / (Double(x.count) * deviation(a, column: i) * deviation(b, column: j))
  }
}
