internal import CKernels
public import Tensors

/// A function of each element by itself.
public struct ActivationOperation: Operation {
  public enum Function: Sendable, Hashable {
    /// max(x, 0), with slope 0 at 0.
    case relu
    /// x above zero, `slope` x below.
    case leakyReLU(slope: Double)
    /// x Φ(x), Φ the normal distribution function (Hendrycks and Gimpel 2016).
    case gelu
    /// 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))).
    case geluTanh
    /// x / (1 + exp(-x)).
    case silu
    case sigmoid
    case tanh
  }

  public let function: Function

  public init(_ function: Function) { self.function = function }

  public var kind: String {
    switch function {
    case .relu: "ReLU"
    case .leakyReLU: "LeakyReLU"
    case .gelu, .geluTanh: "GELU"
    case .silu: "SiLU"
    case .sigmoid: "Sigmoid"
    case .tanh: "Tanh"
    }
  }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { inputs[0] }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    ActivationKernel<Scalar>(function, count: output.elementCount)
  }
}

struct ActivationKernel<Scalar: FloatingScalar>: OperationKernel {
  let function: ActivationOperation.Function
  let count: Int

  private let code: fathom_activation
  private let parameter: Double

  init(_ function: ActivationOperation.Function, count: Int) {
    self.function = function
    self.count = count
    var parameter = 0.0
    switch function {
    case .relu: code = FATHOM_RELU
    case .leakyReLU(let slope):
      code = FATHOM_LEAKY_RELU
      parameter = slope
    case .gelu: code = FATHOM_GELU
    case .geluTanh: code = FATHOM_GELU_TANH
    case .silu: code = FATHOM_SILU
    case .sigmoid: code = FATHOM_ACTIVATE_SIGMOID
    case .tanh: code = FATHOM_ACTIVATE_TANH
    }
    self.parameter = parameter
  }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y) = (memory.inputs[0], memory.output)
    ElementRanges.forEach(count) { range in
      let start = range.lowerBound
      switch Scalar.kind {
      case .float32: fathom_activate_f32(code, Float(parameter), range.count, (x + start).as(), (y + start).as())
      default: fathom_activate_f64(code, parameter, range.count, (x + start).as(), (y + start).as())
      }
    }
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let (x, y) = (memory.inputs[0], UnsafePointer(memory.output))
    ElementRanges.forEach(count) { range in
      let start = range.lowerBound
      switch Scalar.kind {
      case .float32:
        fathom_activation_gradient_f32(
          code, Float(parameter), range.count, (x + start).as(), (y + start).as(), (gradient + start).as(), (target + start).as())
      default:
        fathom_activation_gradient_f64(
          code, parameter, range.count, (x + start).as(), (y + start).as(), (gradient + start).as(), (target + start).as())
      }
    }
  }
}
