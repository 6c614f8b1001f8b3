/// The ways in which a pass of a convolution can be computed.
enum ConvolutionMethod: Sendable, CaseIterable {
  /// Filters are correlated with padded strips of the images by kernels of our own: no matrix of columns is written.
  case direct
  /// A matrix of columns (im2col), written in blocks that stay in cache, and GEMM.
  case columns
  /// Winograd's minimal filtering for 3x3 filters with stride 1: fewer multiplications, in OpenBLAS.
  case winograd

  /// Whether a convolution can be computed so.
  func suits<Scalar: FloatingScalar>(_ c: Convolution2D, _: Scalar.Type) -> Bool {
    switch self {
    case .direct, .columns: true
    case .winograd: WinogradPlan<Scalar>.suits(c)
    }
  }

  /// Which method each pass of a convolution takes. The limits are measured, on two cores with AVX-512; in Double they lie about the same.
  struct Choice {
    let forward: ConvolutionMethod, inputGradient: ConvolutionMethod, filterGradient: ConvolutionMethod

    init<Scalar: FloatingScalar>(_ c: Convolution2D, _: Scalar.Type) {
      // Where OpenBLAS is held to narrower vectors than ours, direct passes beat its products until there are many more channels.
      let hasNarrowProducts = OpenBLAS.isNarrower(than: .current)
      let channels = min(c.groupInputs, c.groupOutputs)
      // With fewer channels the transforms cost more than the multiplications that they save; images of 7x7 leave a quarter of the tiles
      // half outside and too few of them for good products.
      let isForWinograd = WinogradPlan<Scalar>.suits(c) && channels >= 16 && c.outputPlane >= 100
      if isForWinograd, !hasNarrowProducts || channels >= 128 {
        (forward, inputGradient, filterGradient) = (.winograd, .winograd, .winograd)
        return
      }
      // The kernels of the direct way reach the machine's peak without a matrix of columns nine times the image's size. But with 1x1 filters
      // the image is that matrix, and with a stride a direct strip spends as long on sorting pixels into phases as the matrix takes.
      let isPointwise = c.kernelCount == 1
      let isStrided = c.stride != 1
      forward = isPointwise || (isStrided && c.groupInputs >= 32) ? .columns : .direct
      // Direct, this pass computes the channels of the input in blocks of eight, which one to four channels leave mostly idle.
      inputGradient = (isPointwise && !isStrided) || (c.groupInputs <= 4 && c.groupOutputs > 4) ? .columns : .direct
      // Direct, this pass sums over the lanes of a vector for each weight and each image: the more weights, the worse.
      let isForProducts = c.groupInputs >= 64 || (c.groupInputs == 1 && c.groupOutputs > 4 && !hasNarrowProducts)
      filterGradient = isForWinograd ? .winograd : isPointwise || isForProducts ? .columns : .direct
    }
  }

  func forward<Scalar: FloatingScalar>(_ c: Convolution2D, _ level: InstructionSet) -> any ImagePass<Scalar> {
    switch self {
    case .direct: DirectImagePass<Scalar>.forward(c, instructionSet: level)
    case .columns: ColumnForward<Scalar>(c)
    case .winograd: WinogradImagePass<Scalar>.forward(c, instructionSet: level)
    }
  }

  func inputGradient<Scalar: FloatingScalar>(_ c: Convolution2D, _ level: InstructionSet) -> any ImagePass<Scalar> {
    switch self {
    case .direct: DirectImagePass<Scalar>.inputGradient(c, instructionSet: level)
    case .columns: ColumnInputGradient<Scalar>(c)
    case .winograd: WinogradImagePass<Scalar>.inputGradient(c, instructionSet: level)
    }
  }

  func filterGradient<Scalar: FloatingScalar>(
    _ c: Convolution2D, _ level: InstructionSet
  ) -> any FilterGradientPass<Scalar> {
    switch self {
    case .direct: DirectFilterGradient<Scalar>(c, instructionSet: level)
    case .columns: ColumnFilterGradient<Scalar>(c)
    case .winograd: WinogradFilterGradient<Scalar>(c, instructionSet: level)
    }
  }
}
