/// A convolution planned once for sizes that come again, as in training: its passes run in memory that the caller gives and
/// allocate nothing.
///
/// Images are [N, C, H, W], filters [O, C / groups, KH, KW], outputs [N, O, OH, OW], all contiguous and in row-major order; see
/// ``Convolution2D``. Memory needs no alignment; what a pass writes must not overlap what it reads. A pass keeps nothing in the
/// workspace: executors that do not run at the same time can share one of the largest ``workspaceCount``.
///
/// Results do not depend on the number of threads. The workspace is reckoned for as many threads as there are when the executor is
/// made; if there are more later, they are not used.
public struct ConvolutionExecutor<Scalar: FloatingScalar>: Sendable {
  public let convolution: Convolution2D
  private let forwardPass: any ImagePass<Scalar>
  private let inputGradientPass: any ImagePass<Scalar>
  private let filterGradientPass: any FilterGradientPass<Scalar>

  /// `instructionSet` is what the kernels may use; lower levels are for tests and comparisons.
  public init(_ convolution: Convolution2D, instructionSet: InstructionSet = .current) {
    self.init(convolution, instructionSet: instructionSet, method: nil)
  }

  /// `method`: how all three passes are to be computed, for tests; it has to suit the convolution.
  init(_ convolution: Convolution2D, instructionSet: InstructionSet, method: ConvolutionMethod?) {
    self.convolution = convolution
    let chosen = ConvolutionMethod.Choice(convolution, Scalar.self)
    forwardPass = (method ?? chosen.forward).forward(convolution, instructionSet)
    inputGradientPass = (method ?? chosen.inputGradient).inputGradient(convolution, instructionSet)
    filterGradientPass = (method ?? chosen.filterGradient).filterGradient(convolution, instructionSet)
  }

  /// How many scalars of workspace any of the passes needs.
  public var workspaceCount: Int {
    max(forwardPass.workspaceCount, inputGradientPass.workspaceCount, filterGradientPass.workspaceCount)
  }

  /// output[N, O, OH, OW] = input[N, C, H, W] convolved with filters[O, C / groups, KH, KW], plus bias[O] if there is one.
  public func forward(
    input: UnsafePointer<Scalar>, filters: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>? = nil,
    into output: UnsafeMutablePointer<Scalar>, workspace: UnsafeMutablePointer<Scalar>
  ) {
    forwardPass.run(input, filters: filters, bias: bias, into: output, accumulate: false, workspace: workspace)
  }

  /// inputGradient[N, C, H, W] of a loss whose gradient by the output is outputGradient[N, O, OH, OW]; added to what is there if
  /// `accumulate`.
  public func inputGradient(
    outputGradient: UnsafePointer<Scalar>, filters: UnsafePointer<Scalar>, into inputGradient: UnsafeMutablePointer<Scalar>,
    accumulate: Bool = false, workspace: UnsafeMutablePointer<Scalar>
  ) {
    inputGradientPass.run(
      outputGradient, filters: filters, bias: nil, into: inputGradient, accumulate: accumulate, workspace: workspace)
  }

  /// filterGradient[O, C / groups, KH, KW] and, if asked for, biasGradient[O], of a loss whose gradient by the output is
  /// outputGradient[N, O, OH, OW]; both added to what is there if `accumulate`.
  public func filterGradient(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>, into filterGradient: UnsafeMutablePointer<Scalar>,
    bias biasGradient: UnsafeMutablePointer<Scalar>? = nil, accumulate: Bool = false, workspace: UnsafeMutablePointer<Scalar>
  ) {
    filterGradientPass.run(
      input: input, outputGradient: outputGradient, into: filterGradient, bias: biasGradient, accumulate: accumulate,
      workspace: workspace)
  }
}
