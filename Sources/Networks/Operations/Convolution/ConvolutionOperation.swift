public import Tensors

/// y[n, out, oh, ow] = x[n, in, h, w] correlated with W[out, in / groups, kh, kw], plus b[out]; see ``Convolution2D``.
public struct ConvolutionOperation: Operation {
  public let stride: Extent2D, padding: Padding2D, dilation: Extent2D, groups: Int

  public init(stride: Extent2D = 1, padding: Padding2D = .valid, dilation: Extent2D = 1, groups: Int = 1) {
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
  }

  public var kind: String { "Conv2d" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let (x, weight) = (inputs[0], inputs[1])
    guard x.rank == 4, weight.rank == 4 else {
      throw ShapeMismatch("expects images [n, channels, height, width] and filters [out, in, height, width], was given \(x) and \(weight)")
    }
    guard groups > 0, weight[0] % groups == 0, x[1] == weight[1] * groups else {
      throw ShapeMismatch("expects \(weight[1] * groups) channels in \(groups) group(s), was given shape \(x) for filters \(weight)")
    }
    guard stride.height > 0, stride.width > 0, dilation.height > 0, dilation.width > 0 else {
      throw ShapeMismatch("stride \(stride.text) and dilation \(dilation.text) must be positive")
    }
    let reach = Extent2D(
      height: dilation.height * (weight[2] - 1) + 1, width: dilation.width * (weight[3] - 1) + 1)
    let room = try roomAround(x)
    guard weight[2] > 0, weight[3] > 0, reach.height <= room.height, reach.width <= room.width else {
      throw ShapeMismatch(
        "filters that reach over \(reach.text) do not fit into the \(room.text) that images of shape \(x) have with their padding")
    }
    if inputs.count > 2, inputs[2] != [weight[0]] {
      throw ShapeMismatch("a bias of shape \(inputs[2]) does not fit filters of shape \(weight)")
    }
    return convolution(x, weight).outputShape
  }

  /// The extents of images of shape `x` with the zeros around them.
  private func roomAround(_ x: Shape) throws(ShapeMismatch) -> Extent2D {
    let (height, width) = (x[2], x[3])
    switch padding {
    case .valid: return Extent2D(height: height, width: width)
    // As much as it takes.
    case .same: return Extent2D(height: height > 0 ? .max : 0, width: width > 0 ? .max : 0)
    case .symmetric(let both):
      guard both.height >= 0, both.width >= 0 else { throw ShapeMismatch("padding \(both.text) is negative") }
      return Extent2D(height: height + 2 * both.height, width: width + 2 * both.width)
    case .explicit(let top, let bottom, let left, let right):
      guard min(top, bottom, left, right) >= 0 else { throw ShapeMismatch("padding \(padding) is negative") }
      return Extent2D(height: height + top + bottom, width: width + left + right)
    }
  }

  private func convolution(_ x: Shape, _ weight: Shape) -> Convolution2D {
    Convolution2D(input: x, weights: weight, stride: stride, padding: padding, dilation: dilation, groups: groups)
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    ConvolutionKernel<Scalar>(executor: ConvolutionExecutor(convolution(inputs[0], inputs[1])), hasBias: inputs.count > 2)
  }
}

private struct ConvolutionKernel<Scalar: FloatingScalar>: OperationKernel {
  let executor: ConvolutionExecutor<Scalar>
  let hasBias: Bool

  var workspaceCount: Int { executor.workspaceCount }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    executor.forward(
      input: memory.inputs[0], filters: memory.inputs[1], bias: hasBias ? memory.inputs[2] : nil, into: memory.output,
      workspace: memory.workspace)
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient else { return }
    let bias = hasBias ? memory.inputGradients[2] : nil
    if let filters = memory.inputGradients[1] {
      executor.filterGradient(
        input: memory.inputs[0], outputGradient: gradient, into: filters, bias: bias, workspace: memory.workspace)
    } else if let bias {
      // Filters that are kept as they are under a bias that is trained.
      let convolution = executor.convolution
      ChannelLoops(
        batch: convolution.batch, channels: convolution.outputChannels,
        plane: convolution.output.height * convolution.output.width
      ).sumAll(gradient, into: bias)
    }
    if let target = memory.inputGradients[0] {
      executor.inputGradient(
        outputGradient: gradient, filters: memory.inputs[1], into: target, workspace: memory.workspace)
    }
  }
}

extension Extent2D {
  /// `3x5`
  var text: String { "\(height)x\(width)" }
}
