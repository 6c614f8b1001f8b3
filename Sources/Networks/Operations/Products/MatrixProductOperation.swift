public import Tensors

/// a[..., m, k] b[..., k, n], the axes before the last two broadcast; a vector on the left is a row, one on the right a column, and
/// the axis of one that it adds is dropped: NumPy's `matmul`.
public struct MatrixProductOperation: Operation {
  public init() {}

  public var kind: String { "MatMul" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let (a, b) = (inputs[0], inputs[1])
    guard a.rank >= 1, b.rank >= 1 else { throw ShapeMismatch("shapes \(a) and \(b) have no matrix product") }
    let extents = ProductExtents(a, b)
    guard extents.depth == extents.otherDepth else {
      throw ShapeMismatch("inner extents \(extents.depth) and \(extents.otherDepth) of shapes \(a) and \(b) differ")
    }
    guard let batch = extents.batchA.broadcast(with: extents.batchB) else {
      throw ShapeMismatch("the leading axes of shapes \(a) and \(b) do not broadcast")
    }
    return Shape(batch.dimensions + (a.rank == 1 ? [] : [extents.rows]) + (b.rank == 1 ? [] : [extents.columns]))
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    MatrixProductKernel<Scalar>(ProductExtents(inputs[0], inputs[1]))
  }
}

/// The parts of two shapes that are multiplied.
private struct ProductExtents {
  let batchA: Shape, batchB: Shape
  let rows: Int, depth: Int, otherDepth: Int, columns: Int

  init(_ a: Shape, _ b: Shape) {
    batchA = Shape(Array(a.dimensions.dropLast(2)))
    batchB = Shape(Array(b.dimensions.dropLast(2)))
    rows = a.rank == 1 ? 1 : a[a.rank - 2]
    depth = a[a.rank - 1]
    otherDepth = b.rank == 1 ? b[0] : b[b.rank - 2]
    columns = b.rank == 1 ? 1 : b[b.rank - 1]
  }
}

private struct MatrixProductKernel<Scalar: FloatingScalar>: OperationKernel {
  let rows: Int, depth: Int, columns: Int
  /// For each product the number of the matrix on the left and on the right.
  private let pairs: [(a: Int, b: Int)]
  /// For each matrix on the left, and on the right, the products that it takes part in.
  private let productsOfA: [[Int]], productsOfB: [[Int]]
  /// Products that share out among threads together.
  private let grain: Int

  init(_ extents: ProductExtents) {
    (depth, columns) = (extents.depth, extents.columns)
    let (batchA, batchB) = (extents.batchA, extents.batchB)
    // One matrix on the right for all on the left: these are one tall matrix.
    if batchB.elementCount == 1, batchA.elementCount > 0 {
      rows = extents.rows * batchA.elementCount
      pairs = [(0, 0)]
      (productsOfA, productsOfB) = ([[0]], [[0]])
    } else {
      rows = extents.rows
      guard let batch = batchA.broadcast(with: batchB) else { preconditionFailure("shapes \(batchA) and \(batchB) were not checked") }
      let numbersOfA = batch.offsets(strides: batchA.strides(broadcastTo: batch))
      let numbersOfB = batch.offsets(strides: batchB.strides(broadcastTo: batch))
      pairs = zip(numbersOfA, numbersOfB).map { (a: $0, b: $1) }
      productsOfA = Self.grouped(numbersOfA, count: batchA.elementCount)
      productsOfB = Self.grouped(numbersOfB, count: batchB.elementCount)
    }
    grain = Swift.max(1, (1 << 18) / Swift.max(rows * depth * columns, 1))
  }

  private static func grouped(_ numbers: [Int], count: Int) -> [[Int]] {
    var groups = [[Int]](repeating: [], count: count)
    for (product, number) in numbers.enumerated() { groups[number].append(product) }
    return groups
  }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (a, b, c) = (memory.inputs[0], memory.inputs[1], memory.output)
    Parallel.forEachRange(of: pairs.count, grain: grain) { _, range in
      for product in range {
        MatrixProduct.multiply(
          left(a, pairs[product].a), right(b, pairs[product].b),
          into: UnsafeMutableMatrix(c + product * rows * columns, rows: rows, columns: columns))
      }
    }
  }

  /// dA = dC Bᵀ and dB = Aᵀ dC, over a matrix that takes part in several products added up in their order.
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let outputGradient = memory.outputGradient else { return }
    let (a, b) = (memory.inputs[0], memory.inputs[1])
    func gradient(_ product: Int) -> UnsafeMatrix<Scalar> {
      UnsafeMatrix(outputGradient + product * rows * columns, rows: rows, columns: columns)
    }
    if let target = memory.inputGradients[0] {
      addUp(productsOfA, into: target, rows: rows, columns: depth) { (gradient($0), right(b, pairs[$0].b).transposed) }
    }
    if let target = memory.inputGradients[1] {
      addUp(productsOfB, into: target, rows: depth, columns: columns) { (left(a, pairs[$0].a).transposed, gradient($0)) }
    }
  }

  /// Writes for each group the sum of the products that `factors` gives for its members, to matrices that follow one another.
  private func addUp(
    _ groups: [[Int]], into target: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int,
    _ factors: (Int) -> (UnsafeMatrix<Scalar>, UnsafeMatrix<Scalar>)
  ) {
    Parallel.forEachRange(of: groups.count, grain: grain) { _, range in
      for number in range {
        let sum = UnsafeMutableMatrix(target + number * rows * columns, rows: rows, columns: columns)
        for place in groups[number].indices {
          let (a, b) = factors(groups[number][place])
          MatrixProduct.multiply(a, b, into: sum, beta: place == 0 ? 0 : 1)
        }
      }
    }
  }

  private func left(_ a: UnsafePointer<Scalar>, _ number: Int) -> UnsafeMatrix<Scalar> {
    UnsafeMatrix(a + number * rows * depth, rows: rows, columns: depth)
  }

  private func right(_ b: UnsafePointer<Scalar>, _ number: Int) -> UnsafeMatrix<Scalar> {
    UnsafeMatrix(b + number * depth * columns, rows: depth, columns: columns)
  }
}
