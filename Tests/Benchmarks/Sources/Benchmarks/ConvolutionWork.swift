import Fathom

/// `conv tensor|plan forward|weights|all N C H W O K STRIDE PADDING`: a convolution with bias; `weights` adds the gradients of weights and
/// bias, `all` that of the input too. `tensor` allocates its results, `plan` runs in given memory.
enum ConvolutionWork {
  static func prepare(_ request: [Substring]) -> (() -> Void)? {
    guard request.count == 11, request[0] == "conv" else { return nil }
    let n = request[3...].compactMap { Int($0) }
    guard n.count == 8 else { return nil }
    let work = Work(
      input: [n[0], n[1], n[2], n[3]], weights: [n[4], n[1], n[5], n[5]], stride: Extent2D(n[6]),
      padding: .symmetric(Extent2D(n[7])), withWeights: request[2] != "forward", withInput: request[2] == "all")
    return request[1] == "plan" ? work.runPlan : work.runTensors
  }

  private final class Work {
    let stride: Extent2D, padding: Padding2D
    let withWeights: Bool, withInput: Bool
    let plan: ConvolutionExecutor<Float>
    var x, w, b, dy: Tensor<Float>
    var y, dx, dw, db, workspace: Tensor<Float>

    init(input: Shape, weights: Shape, stride: Extent2D, padding: Padding2D, withWeights: Bool, withInput: Bool) {
      (self.stride, self.padding) = (stride, padding)
      (self.withWeights, self.withInput) = (withWeights, withInput)
      let convolution = Convolution2D(input: input, weights: weights, stride: stride, padding: padding)
      plan = ConvolutionExecutor(convolution)
      var generator = RandomGenerator(seed: 1)
      x = .normal(input, using: &generator)
      w = .normal(weights, using: &generator)
      b = .normal([weights[0]], using: &generator)
      dy = .normal(convolution.outputShape, using: &generator)
      (y, dx, dw, db) = (.zeros(dy.shape), .zeros(input), .zeros(weights), .zeros(b.shape))
      workspace = .zeros([plan.workspaceCount])
    }

    func runTensors() {
      y = x.conv2d(w, bias: b, stride: stride, padding: padding)
      if withWeights { (dw, db) = dy.conv2dWeightGradient(input: x, weightShape: w.shape, stride: stride, padding: padding) }
      if withInput { dx = dy.conv2dInputGradient(w, inputShape: x.shape, stride: stride, padding: padding) }
    }

    func runPlan() {
      let (x, w, b, dy) = (pointer(&x), pointer(&w), pointer(&b), pointer(&dy))
      let workspace = pointer(&workspace)
      plan.forward(input: x, filters: w, bias: b, into: pointer(&y), workspace: workspace)
      if withWeights {
        plan.filterGradient(input: x, outputGradient: dy, into: pointer(&dw), bias: pointer(&db), workspace: workspace)
      }
      if withInput { plan.inputGradient(outputGradient: dy, filters: w, into: pointer(&dx), workspace: workspace) }
    }

    /// The memory of a tensor that this object keeps and nobody else shares.
    private func pointer(_ tensor: inout Tensor<Float>) -> UnsafeMutablePointer<Float> {
      tensor.withUnsafeMutableBufferPointer { $0.baseAddress! }
    }
  }
}
