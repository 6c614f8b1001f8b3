extension Tensor where Scalar: FloatingScalar {
  /// This batch of images [N, C, H, W] convolved (in the field's sense: correlated) with filters [O, C / groups, KH, KW], plus a
  /// bias [O]. Gives [N, O, OH, OW]; see ``Convolution2D`` for the extents. Traps where shapes do not fit.
  public func conv2d(
    _ weights: Tensor, bias: Tensor? = nil, stride: Extent2D = 1, padding: Padding2D = .valid, dilation: Extent2D = 1,
    groups: Int = 1
  ) -> Tensor {
    let convolution = Convolution2D(
      input: shape, weights: weights.shape, stride: stride, padding: padding, dilation: dilation, groups: groups)
    precondition(
      bias == nil || bias?.shape == [convolution.outputChannels],
      "a bias of shape [\(convolution.outputChannels)] is needed, not \(bias?.shape ?? [])")
    let pass: any ImagePass<Scalar> = ConvolutionMethod.Choice(convolution, Scalar.self).forward.forward(convolution, .current)
    let bias = bias?.contiguous()
    return Tensor.convolved(convolution.outputShape, pass.workspaceCount, self, weights) { x, w, output, workspace in
      withExtendedLifetime(bias) {
        let biasPointer = bias.map { UnsafePointer($0.storage.pointer + $0.layout.offset) }
        pass.run(x, filters: w, bias: biasPointer, into: output, accumulate: false, workspace: workspace)
      }
    }
  }

  /// The gradient of the input [N, C, H, W] of ``conv2d(_:bias:stride:padding:dilation:groups:)``, where this tensor is the gradient of its
  /// output [N, O, OH, OW].
  public func conv2dInputGradient(
    _ weights: Tensor, inputShape: Shape, stride: Extent2D = 1, padding: Padding2D = .valid, dilation: Extent2D = 1,
    groups: Int = 1
  ) -> Tensor {
    let convolution = Convolution2D(
      input: inputShape, weights: weights.shape, stride: stride, padding: padding, dilation: dilation, groups: groups)
    precondition(shape == convolution.outputShape, "the output has shape \(convolution.outputShape), its gradient \(shape)")
    let pass: any ImagePass<Scalar> = ConvolutionMethod.Choice(convolution, Scalar.self).inputGradient
      .inputGradient(convolution, .current)
    return Tensor.convolved(inputShape, pass.workspaceCount, self, weights) { dy, w, target, workspace in
      pass.run(dy, filters: w, bias: nil, into: target, accumulate: false, workspace: workspace)
    }
  }

  /// The gradients of the weights [O, C / groups, KH, KW] and of the bias [O], where this tensor is the gradient of the output
  /// [N, O, OH, OW] and `input` the images [N, C, H, W].
  public func conv2dWeightGradient(
    input: Tensor, weightShape: Shape, stride: Extent2D = 1, padding: Padding2D = .valid, dilation: Extent2D = 1,
    groups: Int = 1
  ) -> (weights: Tensor, bias: Tensor) {
    let convolution = Convolution2D(
      input: input.shape, weights: weightShape, stride: stride, padding: padding, dilation: dilation, groups: groups)
    precondition(shape == convolution.outputShape, "the output has shape \(convolution.outputShape), its gradient \(shape)")
    let pass: any FilterGradientPass<Scalar> = ConvolutionMethod.Choice(convolution, Scalar.self).filterGradient
      .filterGradient(convolution, .current)
    var bias = Tensor.zeros([convolution.outputChannels])
    let weights = bias.withUnsafeMutableBufferPointer { bias in
      Tensor.convolved(weightShape, pass.workspaceCount, input, self) { x, dy, target, workspace in
        pass.run(input: x, outputGradient: dy, into: target, bias: bias.baseAddress, accumulate: false, workspace: workspace)
      }
    }
    return (weights, bias)
  }

  /// A tensor that `body` fills from the memory of two others, with a workspace.
  private static func convolved(
    _ shape: Shape, _ workspaceCount: Int, _ first: Tensor, _ second: Tensor,
    _ body: (
      UnsafePointer<Scalar>, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>
    ) -> Void
  ) -> Tensor {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        Tensor(uninitialized: shape) { buffer in
          guard let target = buffer.baseAddress, let a = first.baseAddress, let b = second.baseAddress, !buffer.isEmpty else { return }
          withScratch(of: Scalar.self, count: workspaceCount) { body(a, b, target, $0) }
        }
      }
    }
  }
}
