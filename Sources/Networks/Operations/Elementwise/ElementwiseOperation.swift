public import Tensors

/// Two values combined element by element, shapes broadcast by NumPy's rule.
public struct ElementwiseOperation: Operation {
  public enum Function: Sendable, Hashable {
    case add, subtract, multiply, divide
  }

  public let function: Function

  public init(_ function: Function) { self.function = function }

  public var kind: String {
    switch function {
    case .add: "Add"
    case .subtract: "Subtract"
    case .multiply: "Multiply"
    case .divide: "Divide"
    }
  }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard let shape = inputs[0].broadcast(with: inputs[1]) else {
      throw ShapeMismatch("shapes \(inputs[0]) and \(inputs[1]) do not broadcast")
    }
    return shape
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    ElementwiseKernel<Scalar>(function, inputs[0], inputs[1], output)
  }
}
