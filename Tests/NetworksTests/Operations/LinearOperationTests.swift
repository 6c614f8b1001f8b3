import Networks
import Tensors
import Testing

@Suite struct LinearOperationTests {
  @Test(arguments: [(1, 1, 1), (3, 5, 2), (7, 4, 9)])
  func gradientsAgreeWithDifferences(rows: Int, features: Int, outputs: Int) throws {
    let inputs = [numbers([rows, features], seed: 1), numbers([outputs, features], seed: 2), numbers([outputs], seed: 3)]
    #expect(try OperationProbe(LinearOperation(), inputs).gradientError() < 1e-6)
    #expect(try OperationProbe(LinearOperation(), Array(inputs.prefix(2))).gradientError() < 1e-6)
  }

  @Test func valuesAreThoseOfTheDefinition() throws {
    let x = Tensor<Double>([1, 2, 3, 4], shape: [2, 2])
    let weight = Tensor<Double>([1, 0, 0, 1, 1, 1], shape: [3, 2])
    let value = try OperationProbe(LinearOperation(), [x, weight, Tensor([10, 20, 30])]).forward()
    #expect(value.shape == [2, 3])
    #expect(value.scalars == [11, 22, 33, 13, 24, 37])
  }

  @Test func featuresThatDoNotFitAreNamed() throws {
    let model = Sequential(Linear(4, 3).named("first"), Linear(5, 2).named("second"))
    #expect {
      _ = try Network<Float>(model, inputShape: [4])
    } throws: { error in
      let text = "\(error)"
      return text.contains("second") && text.contains("5 features") && text.contains("[1, 3]")
    }
  }
}
