public import Tensors

/// Layer normalisation over the last axes (Ba, Kiros and Hinton 2016): (x - mean) / sqrt(variance + epsilon) * weight + bias, mean and
/// variance those of each sample's, or row's, last axes.
///
/// Inputs: x [n, ..., shape...] and, if it is affine, weight and bias of `shape`.
public struct LayerNormOperation: Operation {
  /// The extents of the last axes.
  public let shape: Shape
  public let epsilon: Double

  public init(shape: Shape, epsilon: Double = 1e-5) {
    self.shape = shape
    self.epsilon = epsilon
  }

  public var kind: String { "LayerNorm" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let x = inputs[0]
    guard shape.rank > 0, shape.elementCount > 0, x.rank > shape.rank,
      Array(x.dimensions.suffix(shape.rank)) == shape.dimensions
    else { throw ShapeMismatch("expects last axes of \(shape), was given shape \(x)") }
    guard inputs.count == 1 || inputs.count == 3, inputs.dropFirst().allSatisfy({ $0 == shape }) else {
      throw ShapeMismatch("weight and bias need the shape \(shape), not \(inputs.dropFirst().map(\.description))")
    }
    return x
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    LayerNormKernel<Scalar>(
      rows: output.elementCount / shape.elementCount, columns: shape.elementCount, epsilon: epsilon, isAffine: inputs.count == 3)
  }
}

private struct LayerNormKernel<Scalar: FloatingScalar>: OperationKernel {
  let rows: Int, columns: Int
  let epsilon: Double
  let isAffine: Bool

  /// The mean and 1 / sqrt(variance + epsilon) of each row.
  var savedCount: Int { 2 * rows }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y) = (memory.inputs[0], memory.output)
    let (means, scales) = (memory.saved, memory.saved + rows)
    Parallel.forEachRange(of: rows, grain: RowLoops.grain(columns)) { _, range in
      for row in range {
        let (line, result) = (x + row * columns, y + row * columns)
        let mean = Runs.sum(line, count: columns) / Double(columns)
        let variance = Runs.squareSum(line, center: mean, count: columns) / Double(columns)
        means[row] = Scalar(mean)
        scales[row] = Scalar(1 / (variance + epsilon).squareRoot())
        Runs.affine(scales[row], line, -means[row] * scales[row], into: result, count: columns)
        if isAffine { weigh(result, by: memory.inputs[1], plus: memory.inputs[2], count: columns) }
      }
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient else { return }
    let x = memory.inputs[0]
    let (means, scales) = (UnsafePointer(memory.saved), UnsafePointer(memory.saved + rows))
    if isAffine {
      let (weights, biases) = (memory.inputGradients[1], memory.inputGradients[2])
      Parallel.forEachRange(of: columns, grain: RowLoops.grain(rows)) { _, range in
        if let weights { sumWeightGradient(x, gradient, means, scales, into: weights, rows: rows, columns: columns, range) }
      }
      if let biases { RowLoops.sumRows(gradient, into: biases, rows: rows, columns: columns) }
    }
    guard let target = memory.inputGradients[0] else { return }
    Parallel.forEachRange(of: rows, grain: RowLoops.grain(columns)) { _, range in
      for row in range {
        let (line, result) = (x + row * columns, target + row * columns)
        result.update(from: gradient + row * columns, count: columns)
        if isAffine { weigh(result, by: memory.inputs[1], plus: nil, count: columns) }
        let (mean, scale) = (Double(means[row]), Double(scales[row]))
        let sum = Runs.sum(result, count: columns) / Double(columns)
        let product = Runs.centeredDot(line, center: mean, result, count: columns) / Double(columns)
        // scale * (g - mean(g) - (x - mean) scale² mean(g (x - mean))), g the gradient times the weight.
        let slope = -scale * scale * scale * product
        Runs.affine(
          Scalar(scale), result, Scalar(slope), line, Scalar(-scale * sum - slope * mean), into: result, count: columns)
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func weigh<Scalar: FloatingScalar>(
  _ line: UnsafeMutablePointer<Scalar>, by weights: UnsafePointer<Scalar>, plus biases: UnsafePointer<Scalar>?, count: Int
) {
  if let biases {
    for index in 0..<count { line[index] = line[index] * weights[index] + biases[index] }
  } else {
    for index in 0..<count { line[index] *= weights[index] }
  }
}

/// The sum over the rows of gradient * (x - mean) * scale, from the first row to the last.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func sumWeightGradient<Scalar: FloatingScalar>(
  _ x: UnsafePointer<Scalar>, _ gradient: UnsafePointer<Scalar>, _ means: UnsafePointer<Scalar>, _ scales: UnsafePointer<Scalar>,
  into result: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, _ range: Range<Int>
) {
  for column in range { result[column] = 0 }
  for row in 0..<rows {
    let (line, slopes) = (x + row * columns, gradient + row * columns)
    let (mean, scale) = (means[row], scales[row])
    for column in range { result[column] += slopes[column] * ((line[column] - mean) * scale) }
  }
}
