public import Tensors

/// y[..., out] = x[..., in] W[out, in]ᵀ + b[out].
public struct LinearOperation: Operation {
  public init() {}

  public var kind: String { "Linear" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let (x, weight) = (inputs[0], inputs[1])
    guard x.rank >= 2, weight.rank == 2, x.last == weight[1] else {
      throw ShapeMismatch("expects \(weight.rank == 2 ? weight[1] : 0) features in the last axis, was given shape \(x)")
    }
    if inputs.count > 2, inputs[2] != [weight[0]] {
      throw ShapeMismatch("a bias of shape \(inputs[2]) does not fit weights of shape \(weight)")
    }
    return Shape(x.dimensions.dropLast() + [weight[0]])
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    let (outputs, features) = (inputs[1][0], inputs[1][1])
    return LinearKernel<Scalar>(
      rows: outputs == 0 ? 0 : output.elementCount / outputs, features: features, outputs: outputs, hasBias: inputs.count > 2)
  }
}

private struct LinearKernel<Scalar: FloatingScalar>: OperationKernel {
  let rows: Int, features: Int, outputs: Int
  let hasBias: Bool

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    if hasBias { RowLoops.spread(memory.inputs[2], over: memory.output, rows: rows, columns: outputs) }
    MatrixProduct.multiply(
      UnsafeMatrix(memory.inputs[0], rows: rows, columns: features),
      UnsafeMatrix(memory.inputs[1], rows: outputs, columns: features).transposed,
      into: UnsafeMutableMatrix(memory.output, rows: rows, columns: outputs), beta: hasBias ? 1 : 0)
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let outputGradient = memory.outputGradient else { return }
    let gradient = UnsafeMatrix(outputGradient, rows: rows, columns: outputs)
    if let target = memory.inputGradients[1] {
      MatrixProduct.multiply(
        gradient.transposed, UnsafeMatrix(memory.inputs[0], rows: rows, columns: features),
        into: UnsafeMutableMatrix(target, rows: outputs, columns: features))
    }
    if hasBias, let target = memory.inputGradients[2] {
      RowLoops.sumRows(outputGradient, into: target, rows: rows, columns: outputs)
    }
    if let target = memory.inputGradients[0] {
      MatrixProduct.multiply(
        gradient, UnsafeMatrix(memory.inputs[1], rows: outputs, columns: features),
        into: UnsafeMutableMatrix(target, rows: rows, columns: features))
    }
  }
}
