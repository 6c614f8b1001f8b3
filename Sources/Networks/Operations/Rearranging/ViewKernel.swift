internal import Tensors

/// The first input's elements in their order: nothing to do where the plan let the result lie on them, a copy elsewhere.
struct ViewKernel<Scalar: FloatingScalar>: OperationKernel {
  let count: Int

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) { copy(memory.inputs[0], to: memory.output) }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    copy(gradient, to: target)
  }

  private func copy(_ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>) {
    if source != UnsafePointer(target) { ElementRanges.copy(source, to: target, count: count) }
  }
}
