internal import Tensors

struct ElementwiseKernel<Scalar: FloatingScalar>: OperationKernel {
  private let function: ElementwiseOperation.Function
  private let count: Int
  /// Operands a, b, output.
  private let forwardLoops: StridedLoops
  /// Three operands of the output's size, one after another in memory.
  private let fullLoops: StridedLoops
  private let a: BroadcastSide<Scalar>, b: BroadcastSide<Scalar>

  init(_ function: ElementwiseOperation.Function, _ a: Shape, _ b: Shape, _ output: Shape) {
    self.function = function
    count = output.elementCount
    forwardLoops = StridedLoops(
      shape: output, (a.strides(broadcastTo: output), 0), (b.strides(broadcastTo: output), 0), (output.contiguousStrides, 0))
    fullLoops = StridedLoops(shape: [count], ([1], 0), ([1], 0), ([1], 0))
    self.a = BroadcastSide(a, other: b, output)
    self.b = BroadcastSide(b, other: a, output)
  }

  /// Products are formed in full before they are summed over the axes along which an operand was repeated.
  var workspaceCount: Int { a.isRepeated || b.isRepeated ? count : 0 }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    Scalar.combine(function.arithmetic, forwardLoops, memory.inputs[0], memory.inputs[1], into: memory.output)
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient else { return }
    let scratch = memory.workspace
    if let target = memory.inputGradients[0] {
      switch function {
      case .add, .subtract: a.sum(gradient, into: target)
      case .multiply: a.sumOfCombination(.multiply, gradient, with: memory.inputs[1], into: target, scratch)
      case .divide: a.sumOfCombination(.divide, gradient, with: memory.inputs[1], into: target, scratch)
      }
    }
    if let target = memory.inputGradients[1] {
      switch function {
      case .add: b.sum(gradient, into: target)
      case .subtract:
        b.sum(gradient, into: target)
        b.negate(target)
      case .multiply: b.sumOfCombination(.multiply, gradient, with: memory.inputs[0], into: target, scratch)
      case .divide:
        // d(a/b)/db = -(a/b) / b
        let product = b.isRepeated ? scratch : target
        Scalar.combine(.multiply, fullLoops, gradient, memory.output, into: product)
        Scalar.combine(.divide, b.ownLoops, product, memory.inputs[1], into: product)
        if b.isRepeated { b.sum(product, into: target) }
        b.negate(target)
      }
    }
  }
}

extension ElementwiseOperation.Function {
  fileprivate var arithmetic: ArithmeticOperation {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    }
  }
}

/// One operand of an elementwise operation and the way back to it from the output's shape.
private struct BroadcastSide<Scalar: FloatingScalar> {
  /// The sum over the axes along which the operand was repeated.
  private let reduction: ReductionLoops
  /// Operands: the output's size, the other side, the output's size.
  private let otherLoops: StridedLoops
  /// Operands: the output's size, this side, the output's size.
  let ownLoops: StridedLoops
  /// Operands: this side twice.
  private let sideLoops: StridedLoops
  let isRepeated: Bool

  init(_ side: Shape, other: Shape, _ output: Shape) {
    let axes = side.axesRepeated(in: output)
    isRepeated = !axes.isEmpty
    reduction = ReductionLoops(contiguous: output, reducing: axes)
    let full = (strides: output.contiguousStrides, start: 0)
    otherLoops = StridedLoops(shape: output, full, (other.strides(broadcastTo: output), 0), full)
    ownLoops = StridedLoops(shape: output, full, (side.strides(broadcastTo: output), 0), full)
    sideLoops = StridedLoops(shape: [side.elementCount], ([1], 0), ([1], 0))
  }

  /// target = source, summed to the operand's shape.
  func sum(_ source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>) {
    if isRepeated {
      Scalar.sum(.elements, reduction, source, into: target)
    } else {
      sideLoops.copy(source, to: target)
    }
  }

  /// target = source combined with the other operand, summed to this operand's shape.
  func sumOfCombination(
    _ operation: ArithmeticOperation, _ source: UnsafePointer<Scalar>, with other: UnsafePointer<Scalar>,
    into target: UnsafeMutablePointer<Scalar>, _ scratch: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.combine(operation, otherLoops, source, other, into: isRepeated ? scratch : target)
    if isRepeated { sum(scratch, into: target) }
  }

  func negate(_ target: UnsafeMutablePointer<Scalar>) { Scalar.map(.negate, sideLoops, target, into: target) }
}
