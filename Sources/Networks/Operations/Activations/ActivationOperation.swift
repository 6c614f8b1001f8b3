public import Tensors

/// A function of each element by itself.
public struct ActivationOperation: Operation {
  public enum Function: Sendable, Hashable {
    case relu
  }

  public let function: Function

  public init(_ function: Function) { self.function = function }

  public var kind: String {
    switch function {
    case .relu: "ReLU"
    }
  }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { inputs[0] }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    switch function {
    case .relu: ReLUKernel<Scalar>(count: output.elementCount)
    }
  }
}

private struct ReLUKernel<Scalar: FloatingScalar>: OperationKernel {
  let count: Int

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y) = (memory.inputs[0], memory.output)
    Parallel.forEachRange(of: count, grain: RowLoops.grain(1)) { _, range in
      relu(x + range.lowerBound, into: y + range.lowerBound, count: range.count)
    }
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let y = UnsafePointer(memory.output)
    Parallel.forEachRange(of: count, grain: RowLoops.grain(1)) { _, range in
      let start = range.lowerBound
      reluGradient(y + start, gradient + start, into: target + start, count: range.count)
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func relu<Scalar: FloatingScalar>(_ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, count: Int) {
  // A NaN stays one, as in PyTorch.
  for index in 0..<count { y[index] = x[index] < 0 ? 0 : x[index] }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func reluGradient<Scalar: FloatingScalar>(
  _ y: UnsafePointer<Scalar>, _ gradient: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>, count: Int
) {
  for index in 0..<count { target[index] = y[index] <= 0 ? 0 : gradient[index] }
}
