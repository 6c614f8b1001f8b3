internal import Tensors

/// Some vectors side by side: row r holds the r-th component of each, in panels of eight.
struct VectorBlock {
  let count: Int
  let panels: Int
  let values: AlignedBuffer<SIMD8<Float>>

  /// How many vectors there are.
  var width: Int { panels * 8 }

  private static let grain = 4_096

  init(count: Int, panels: Int) {
    self.count = count
    self.panels = panels
    values = AlignedBuffer(count: count * panels)
  }

  init(random count: Int, atLeast width: Int, seed: UInt64) {
    self.init(count: count, panels: (width + 7) / 8)
    var generator = RandomGenerator(seed: seed)
    let numbers = Tensor<Float>.normal([count * panels * 8], mean: 0, deviation: 1, using: &generator)
    numbers.withUnsafeBufferPointer { numbers in
      for index in 0..<count * panels {
        values[index] = SIMD8(numbers[8 * index..<8 * index + 8])
      }
    }
  }

  private subscript(row: Int, column: Int) -> Float {
    get { values[row * panels + column / 8][column % 8] }
    nonmutating set { values[row * panels + column / 8][column % 8] = newValue }
  }

  func column(_ column: Int) -> [Double] { (0..<count).map { Double(self[$0, column]) } }

  func setFirst(_ component: (Int) -> Float) {
    for row in 0..<count { self[row, 0] = component(row) }
  }

  /// self = a self + b other.
  func combine(_ a: Float, _ b: Float, _ other: VectorBlock) {
    let values = values
    Parallel.forEachRange(of: count * panels, grain: Self.grain) { _, range in
      for index in range { values[index] = a * values[index] + b * other.values[index] }
    }
  }

  /// Aᵀ B of two blocks. Shape [width, width].
  func innerProducts(with other: VectorBlock) -> Tensor<Double> {
    let width = width
    let parts = Parallel.mapRanges(of: count, grain: Self.grain) { range in
      var sums = [Double](repeating: 0, count: width * width)
      for row in range {
        for i in 0..<width {
          let own = Double(self[row, i])
          for j in 0..<width { sums[i * width + j] += own * Double(other[row, j]) }
        }
      }
      return sums
    }
    var total = [Double](repeating: 0, count: width * width)
    for part in parts { for index in total.indices { total[index] += part[index] } }
    return Tensor(total, shape: [width, width])
  }

  /// Columns made orthonormal one after the other, twice over, since once is not enough for nearly parallel ones. A column that depends
  /// on those before it becomes zero.
  func orthonormalize() {
    for i in 0..<width {
      let before = norm(i)
      for _ in 0..<2 {
        for j in 0..<i { subtract(dot(i, j), times: j, from: i) }
      }
      let after = norm(i)
      scale(i, by: after > 1e-6 * before ? 1 / after : 0)
    }
  }

  /// The columns become their combinations with the rows of `rotation` [width, width], the last row first.
  func rotate(_ rotation: [Double]) {
    let width = width
    Parallel.forEachRange(of: count, grain: Self.grain) { _, range in
      var mixed = [Float](repeating: 0, count: width)
      for row in range {
        for i in 0..<width {
          var sum = 0.0
          for j in 0..<width { sum += rotation[(width - 1 - i) * width + j] * Double(self[row, j]) }
          mixed[i] = Float(sum)
        }
        for i in 0..<width { self[row, i] = mixed[i] }
      }
    }
  }

  /// Of every column of self, how far it is from the other block's, times a factor each.
  func distances(to other: VectorBlock, scaledBy factors: [Double]) -> [Double] {
    (0..<width).map { column in
      sum { row in
        let difference = Double(self[row, column]) - factors[column] * Double(other[row, column])
        return difference * difference
      }.squareRoot()
    }
  }

  private func norm(_ i: Int) -> Double { dot(i, i).squareRoot() }
  private func dot(_ i: Int, _ j: Int) -> Double { sum { Double(self[$0, i]) * Double(self[$0, j]) } }

  private func subtract(_ factor: Double, times j: Int, from i: Int) {
    Parallel.forEachRange(of: count, grain: Self.grain) { _, range in
      for row in range { self[row, i] = Float(Double(self[row, i]) - factor * Double(self[row, j])) }
    }
  }

  private func scale(_ i: Int, by factor: Double) {
    Parallel.forEachRange(of: count, grain: Self.grain) { _, range in
      for row in range { self[row, i] = Float(Double(self[row, i]) * factor) }
    }
  }

  private func sum(_ term: (Int) -> Double) -> Double {
    Parallel.mapRanges(of: count, grain: Self.grain) { range in range.reduce(0) { $0 + term($1) } }.reduce(0, +)
  }
}
