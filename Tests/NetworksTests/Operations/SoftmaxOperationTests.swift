import Networks
import Tensors
import Testing

@Suite(.serialized) struct SoftmaxOperationTests {
  static let cases: [OperationCase] =
    (0..<3).flatMap { axis in
      [
        OperationCase(name: "softmax/axis \(axis)", operation: SoftmaxOperation(axis: axis), shapes: [[3, 4, 5]], factor: 6),
        OperationCase(
          name: "log softmax/axis \(axis)", operation: SoftmaxOperation(axis: axis - 3, isLogarithmic: true), shapes: [[3, 4, 5]],
          factor: 6),
      ]
    } + [
      OperationCase(name: "softmax/rows", operation: SoftmaxOperation(), shapes: [[7, 9]], factor: 60),
      OperationCase(name: "log softmax/rows", operation: SoftmaxOperation(isLogarithmic: true), shapes: [[7, 9]], factor: 60),
    ]

  @Test(arguments: cases) func valuesAndGradientsAreTorchs(_ example: OperationCase) throws { try example.checkAgainstTorch() }
  @Test(arguments: cases) func gradientsAgreeWithDifferences(_ example: OperationCase) throws { try example.checkDifferences() }

  @Test(arguments: [false, true]) func threadsDoNotMatter(_ isLogarithmic: Bool) throws {
    for axis in [1, 2] {
      let operation = SoftmaxOperation(axis: axis, isLogarithmic: isLogarithmic)
      try OperationCase(name: "", operation: operation, shapes: [[300, 40, 11]]).checkThreads()
    }
  }

  @Test func hugeLogitsDoNotOverflow() throws {
    let logits = Tensor<Double>([1e5, 1e5, -1e5, -1e5, -1e5, 0], shape: [2, 3])
    let probe = try OperationProbe(SoftmaxOperation(), [logits])
    #expect(probe.forward().scalars == [0.5, 0.5, 0, 0, 0, 1])
    let logarithms = try OperationProbe(SoftmaxOperation(isLogarithmic: true), [logits]).forward().scalars
    #expect(logarithms[2] < -1.9e5 && logarithms[5] == 0)
  }

  @Test func anAxisThatIsNotThereIsNamed() { Misfit(Softmax(axis: 3), [4], "axis 3", "[1, 4]").check() }
}
