/// A convolution planned once for sizes that come again, as in training: its passes run in memory that the caller gives and
/// allocate nothing.
///
/// Filters are correlated with a padded copy of a strip of the image straight from the cache; there is no im2col matrix. Results do not
/// depend on the number of threads. The plan reckons with as many threads as there are when it is made.
public struct ConvolutionPlan<Scalar: FloatingScalar>: Sendable {
  public let convolution: Convolution2D
  private let forwardPass: ConvolutionPass<Scalar>
  private let inputGradientPass: ConvolutionPass<Scalar>
  private let weightGradientPass: WeightGradientPass<Scalar>

  /// `instructionSet` is what the kernels may use; lower levels are for tests and comparisons.
  public init(_ convolution: Convolution2D, instructionSet: InstructionSet = .current) {
    self.convolution = convolution
    forwardPass = .forward(convolution, instructionSet: instructionSet)
    inputGradientPass = .inputGradient(convolution, instructionSet: instructionSet)
    weightGradientPass = WeightGradientPass(convolution, instructionSet: instructionSet)
  }

  /// How many scalars of workspace any of the passes needs.
  public var workspaceCount: Int {
    max(forwardPass.workspaceCount, inputGradientPass.workspaceCount, weightGradientPass.workspaceCount)
  }

  /// output[N, O, OH, OW] = input[N, C, H, W] convolved with weights[O, C / groups, KH, KW], plus bias[O] if there is one.
  public func forward(
    input: UnsafePointer<Scalar>, weights: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>? = nil,
    output: UnsafeMutablePointer<Scalar>, workspace: UnsafeMutablePointer<Scalar>
  ) {
    forwardPass.run(input, weights: weights, bias: bias, into: output, workspace: workspace)
  }

  /// inputGradient[N, C, H, W] of a loss whose gradient by the output is outputGradient[N, O, OH, OW].
  public func inputGradient(
    outputGradient: UnsafePointer<Scalar>, weights: UnsafePointer<Scalar>, inputGradient: UnsafeMutablePointer<Scalar>,
    workspace: UnsafeMutablePointer<Scalar>
  ) {
    inputGradientPass.run(outputGradient, weights: weights, bias: nil, into: inputGradient, workspace: workspace)
  }

  /// weightGradient[O, C / groups, KH, KW] and, if asked for, biasGradient[O].
  public func weightGradient(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>, weightGradient: UnsafeMutablePointer<Scalar>,
    biasGradient: UnsafeMutablePointer<Scalar>? = nil, workspace: UnsafeMutablePointer<Scalar>
  ) {
    weightGradientPass.run(
      input: input, outputGradient: outputGradient, into: weightGradient, bias: biasGradient, workspace: workspace)
  }
}
