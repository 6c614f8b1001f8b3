public import Tensors

/// Batch normalisation of [n, channels, ...] (Ioffe and Szegedy 2015): (x - mean) / sqrt(variance + epsilon) * weight + bias for each
/// channel.
///
/// Inputs: x, running mean [channels], running variance [channels], and, if it is affine, weight [channels] and bias [channels]. In
/// training mean and variance are those of the batch, and a forward pass moves the running ones: new = (1 - momentum) old +
/// momentum batch's, with the unbiased variance. In inference the running ones are used. PyTorch's conventions.
public struct BatchNormOperation: Operation {
  public let epsilon: Double
  public let momentum: Double
  /// `BatchNorm1d` takes [n, channels] or [n, channels, length], `BatchNorm2d` [n, channels, height, width].
  public let ranks: ClosedRange<Int>

  public init(epsilon: Double = 1e-5, momentum: Double = 0.1, ranks: ClosedRange<Int> = 2...5) {
    self.epsilon = epsilon
    self.momentum = momentum
    self.ranks = ranks
  }

  public var kind: String { ranks == 4...4 ? "BatchNorm2d" : ranks == 2...3 ? "BatchNorm1d" : "BatchNorm" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let x = inputs[0]
    guard ranks.contains(x.rank) else {
      let ranks = ranks.count == 1 ? "\(ranks.lowerBound)" : "\(ranks.lowerBound) to \(ranks.upperBound)"
      throw ShapeMismatch("expects \(ranks) axes, the batch and the channels first, was given shape \(x)")
    }
    guard inputs.count == 3 || inputs.count == 5, inputs.dropFirst().allSatisfy({ $0 == [x[1]] }) else {
      throw ShapeMismatch("expects \(inputs.dropFirst().first?.first ?? 0) channels, was given shape \(x)")
    }
    return x
  }

  public func isDifferentiable(input index: Int) -> Bool { index == 0 || index > 2 }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    BatchNormKernel<Scalar>(
      batch: output[0], channels: output[1], plane: output.dimensions.dropFirst(2).reduce(1, *), epsilon: epsilon,
      momentum: momentum, isAffine: inputs.count == 5)
  }
}

private struct BatchNormKernel<Scalar: FloatingScalar>: OperationKernel {
  let batch: Int, channels: Int, plane: Int
  let epsilon: Double, momentum: Double
  let isAffine: Bool

  private var count: Int { batch * plane }
  private var planes: ChannelLoops { ChannelLoops(batch: batch, channels: channels, plane: plane) }

  /// The mean and 1 / sqrt(variance + epsilon) that forward used, for each channel.
  var savedCount: Int { 2 * channels }
  /// For each channel two sums in Double and three coefficients.
  var workspaceCount: Int { 2 * channels * MemoryLayout<Double>.stride / MemoryLayout<Scalar>.stride + 3 * channels }

  private func parts(
    _ workspace: UnsafeMutablePointer<Scalar>
  ) -> (sums: UnsafeMutablePointer<Double>, products: UnsafeMutablePointer<Double>, coefficients: UnsafeMutablePointer<Scalar>) {
    let sums: UnsafeMutablePointer<Double> = workspace.as()
    return (sums, sums + channels, (sums + 2 * channels).as())
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y) = (memory.inputs[0], memory.output)
    let (means, scales) = (memory.saved, memory.saved + channels)
    let (sums, squares, factors) = parts(memory.workspace)
    let shifts = factors + channels
    // The statistics belong to this operation alone.
    let runningMean = UnsafeMutablePointer(mutating: memory.inputs[1])
    let runningVariance = UnsafeMutablePointer(mutating: memory.inputs[2])
    Parallel.forEachRange(of: channels, grain: planes.grain) { _, range in
      if pass.mode == .training {
        planes.sum(x, range, into: sums)
        for channel in range { sums[channel] /= Double(count) }
        planes.squareSum(x, range, centers: sums, into: squares)
      }
      for channel in range {
        if pass.mode == .training {
          means[channel] = Scalar(sums[channel])
          scales[channel] = Scalar(1 / (squares[channel] / Double(count) + epsilon).squareRoot())
          move(runningMean + channel, towards: sums[channel])
          // One number has no unbiased variance.
          if count > 1 { move(runningVariance + channel, towards: squares[channel] / Double(count - 1)) }
        } else {
          means[channel] = runningMean[channel]
          scales[channel] = Scalar(1 / (Double(runningVariance[channel]) + epsilon).squareRoot())
        }
        factors[channel] = scales[channel] * (isAffine ? memory.inputs[3][channel] : 1)
        shifts[channel] = (isAffine ? memory.inputs[4][channel] : 0) - means[channel] * factors[channel]
      }
      planes.affine(range, factors, x, shifts, into: y)
    }
  }

  private func move(_ statistic: UnsafeMutablePointer<Scalar>, towards value: Double) {
    statistic.pointee = Scalar((1 - momentum) * Double(statistic.pointee) + momentum * value)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient else { return }
    let x = memory.inputs[0]
    let (means, scales) = (UnsafePointer(memory.saved), UnsafePointer(memory.saved + channels))
    let (sums, products, factors) = parts(memory.workspace)
    let (slopes, shifts) = (factors + channels, factors + 2 * channels)
    Parallel.forEachRange(of: channels, grain: planes.grain) { _, range in
      planes.sum(gradient, range, into: sums)
      planes.centeredDot(x, range, centers: means, gradient, into: products)
      for channel in range {
        let scale = Double(scales[channel])
        if isAffine {
          memory.inputGradients[3]?[channel] = Scalar(products[channel] * scale)
          memory.inputGradients[4]?[channel] = Scalar(sums[channel])
        }
        // In training factor * (g - mean(g) - (x - mean) scale² mean(g (x - mean))).
        let factor = scale * (isAffine ? Double(memory.inputs[3][channel]) : 1)
        let slope = pass.mode == .training ? -factor * scale * scale * products[channel] / Double(count) : 0
        let shift = pass.mode == .training ? -factor * sums[channel] / Double(count) - slope * Double(means[channel]) : 0
        factors[channel] = Scalar(factor)
        slopes[channel] = Scalar(slope)
        shifts[channel] = Scalar(shift)
      }
      guard let target = memory.inputGradients[0] else { return }
      planes.affine(range, factors, gradient, slopes, x, shifts, into: target)
    }
  }
}
