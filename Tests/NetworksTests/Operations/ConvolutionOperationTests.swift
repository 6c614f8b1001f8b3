import Networks
import Tensors
import Testing

@Suite(.serialized) struct ConvolutionOperationTests {
  static let cases: [OperationCase] = [
    OperationCase(name: "conv/plain", operation: ConvolutionOperation(), shapes: [[2, 3, 5, 6], [4, 3, 3, 3], [4]]),
    OperationCase(name: "conv/unbiased", operation: ConvolutionOperation(padding: 1), shapes: [[2, 2, 4, 5], [3, 2, 3, 3]]),
    OperationCase(
      name: "conv/strided",
      operation: ConvolutionOperation(
        stride: Extent2D(height: 2, width: 3), padding: .symmetric(Extent2D(height: 1, width: 2))),
      shapes: [[2, 2, 7, 8], [3, 2, 3, 5], [3]]),
    OperationCase(
      name: "conv/dilated",
      operation: ConvolutionOperation(
        padding: .symmetric(Extent2D(height: 2, width: 1)), dilation: Extent2D(height: 3, width: 2)),
      shapes: [[1, 2, 8, 7], [3, 2, 3, 2], [3]]),
    OperationCase(
      name: "conv/grouped", operation: ConvolutionOperation(padding: 1, groups: 2), shapes: [[2, 4, 4, 5], [6, 2, 3, 3], [6]]),
    OperationCase(
      name: "conv/depthwise", operation: ConvolutionOperation(stride: 2, padding: 1, groups: 3),
      shapes: [[2, 3, 5, 5], [3, 1, 3, 3], [3]]),
    OperationCase(
      name: "conv/everything",
      operation: ConvolutionOperation(
        stride: Extent2D(height: 2, width: 1), padding: .symmetric(Extent2D(height: 3, width: 2)),
        dilation: Extent2D(height: 2, width: 3), groups: 2),
      shapes: [[2, 4, 6, 7], [4, 2, 3, 2], [4]]),
    OperationCase(name: "conv/pointwise", operation: ConvolutionOperation(), shapes: [[2, 5, 3, 3], [4, 5, 1, 1], [4]]),
    OperationCase(
      name: "conv/same", operation: ConvolutionOperation(padding: .same), shapes: [[1, 2, 5, 6], [2, 2, 3, 5], [2]]),
    OperationCase(
      name: "conv/explicit", operation: ConvolutionOperation(padding: .explicit(top: 0, bottom: 1, left: 2, right: 3)),
      shapes: [[1, 2, 4, 3], [2, 2, 2, 4], [2]]),
  ]

  @Test(arguments: cases) func valuesAndGradientsAreTorchs(_ example: OperationCase) throws { try example.checkAgainstTorch() }
  @Test(arguments: cases) func gradientsAgreeWithDifferences(_ example: OperationCase) throws { try example.checkDifferences() }
  @Test(arguments: cases) func threadsDoNotMatter(_ example: OperationCase) throws { try example.checkThreads() }

  @Test func aBiasAloneCanBeTrained() throws {
    let inputs = [spread([2, 3, 5, 6], seed: 1), spread([4, 3, 3, 3], seed: 2), spread([4], seed: 3)]
    let all = try OperationProbe(ConvolutionOperation(), inputs)
    let alone = try OperationProbe(ConvolutionOperation(), inputs, trained: [false, false, true])
    let weights = numbers(all.forward().shape, seed: 99)
    let (expected, found) = (all.gradients(weights: weights), alone.gradients(weights: weights))
    #expect(found[0] == nil && found[1] == nil)
    let difference = try #require(found[2]) - (try #require(expected[2]))
    #expect(difference.scalars.allSatisfy { abs($0) < 1e-14 })
  }

  @Test func parametersAreNamedAndFilledAsPyTorchDoes() throws {
    let network = try Network<Double>(Sequential(Conv2d(4, 8, kernelSize: 3, groups: 2).named("conv")), inputShape: [4, 6, 6])
    #expect(network.graph[network.output].shape == [1, 8, 4, 4])
    let weight = try network.parameters.value("conv.weight")
    #expect(weight.shape == [8, 2, 3, 3])
    #expect(try network.parameters.value("conv.bias").shape == [8])
    let bound = 1 / 18.0.squareRoot()
    let largest = weight.scalars.map { abs($0) }.max() ?? 0
    #expect(largest <= bound && largest > 0.9 * bound)
  }

  @Test(arguments: [
    Misfit(Conv2d(3, 4, kernelSize: 3), [2, 9, 9], "3 channels", "[1, 2, 9, 9]"),
    Misfit(Conv2d(2, 4, kernelSize: 5, padding: 1), [2, 2, 9], "5x5", "4x11"),
    Misfit(Conv2d(2, 4, kernelSize: 3), [2], "[1, 2]"),
    Misfit(Conv2d(3, 4, kernelSize: 3, groups: 2), [3, 9, 9], "3 input", "2 group"),
    Misfit(Conv2d(2, 4, kernelSize: 3, stride: 0), [2, 9, 9], "0x0"),
    Misfit(Conv2d(2, 4, kernelSize: 3, padding: -1), [2, 9, 9], "-1x-1"),
  ])
  func shapesThatDoNotFitAreNamed(_ misfit: Misfit) { misfit.check() }
}
