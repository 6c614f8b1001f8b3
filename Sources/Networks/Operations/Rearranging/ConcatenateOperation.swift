public import Tensors

/// Arrays one after another along an axis; the other axes agree.
public struct ConcatenateOperation: Operation {
  public let axis: Int

  public init(axis: Int) { self.axis = axis }

  public var kind: String { "Concatenate" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard var result = inputs.first else { throw ShapeMismatch("nothing to join") }
    let axis = try result.axis(axis)
    for input in inputs.dropFirst() {
      guard input.rank == result.rank, input.indices.allSatisfy({ $0 == axis || input[$0] == result[$0] }) else {
        throw ShapeMismatch("shapes \(inputs[0]) and \(input) cannot be joined along axis \(self.axis)")
      }
      result[axis] += input[axis]
    }
    return result
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    let axis = output.normalizedAxis(axis)
    let inner = output[(axis + 1)...].reduce(1, *)
    return ConcatenateKernel<Scalar>(
      rows: output[..<axis].reduce(1, *), lengths: inputs.map { $0[axis] * inner }, length: output[axis] * inner)
  }
}

/// Every input as [rows, lengths[i]], the output as [rows, length].
private struct ConcatenateKernel<Scalar: FloatingScalar>: OperationKernel {
  let rows: Int
  let lengths: [Int]
  let length: Int

  // Indices, since iterating over an array of generic pointers allocates.

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    var start = 0
    for index in lengths.indices {
      RowLoops.copy(
        memory.inputs[index], stride: lengths[index], to: memory.output + start, stride: length, rows: rows, columns: lengths[index])
      start += lengths[index]
    }
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient else { return }
    var start = 0
    for index in lengths.indices {
      if let target = memory.inputGradients[index] {
        RowLoops.copy(gradient + start, stride: length, to: target, stride: lengths[index], rows: rows, columns: lengths[index])
      }
      start += lengths[index]
    }
  }
}
