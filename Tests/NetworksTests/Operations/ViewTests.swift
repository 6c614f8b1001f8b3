import Networks
import Tensors
import Testing

/// Flatten and reshape: the same elements, as a view where the graph allows it and as a copy elsewhere.
@Suite struct ViewTests {
  @Test func gradientsAgreeWithDifferences() throws {
    let x = numbers([2, 3, 4], seed: 1)
    #expect(try OperationProbe(FlattenOperation(), [x]).gradientError() < 1e-6)
    #expect(try OperationProbe(ReshapeOperation(dimensions: [0, 2, -1]), [x]).gradientError() < 1e-6)
  }

  @Test func flattenedShapes() throws {
    func flattened(_ input: Shape, _ first: Int, _ last: Int) throws -> Shape {
      try FlattenOperation(first: first, last: last).outputShape(of: [input])
    }
    #expect(try flattened([2, 3, 4], 1, -1) == [2, 12])
    #expect(try flattened([2, 3, 4], 0, 1) == [6, 4])
    #expect(try flattened([2, 3, 4], -2, -1) == [2, 12])
    #expect(try flattened([2, 3], 1, 1) == [2, 3])
    #expect(try flattened([5], 1, -1) == [5, 1])
    #expect(throws: ShapeMismatch.self) { try flattened([2, 3], 1, 2) }
  }

  @Test(arguments: zip([[0, -1], [4, -1, 2], [0, 0, 4], [24]], [[2, 12], [4, 3, 2], [2, 3, 4], [24]] as [Shape]))
  func reshapedShapes(dimensions: [Int], output: Shape) throws {
    #expect(try ReshapeOperation(dimensions: dimensions).outputShape(of: [[2, 3, 4]]) == output)
  }

  @Test(arguments: [[5, -1], [-1, -1], [0, 11]])
  func whatDoesNotFitIsNamed(dimensions: [Int]) throws {
    let operation = ReshapeOperation(dimensions: dimensions)
    #expect {
      _ = try operation.outputShape(of: [[2, 3, 4]])
    } throws: {
      ($0 as? ShapeMismatch)?.reason == "cannot reshape [2, 3, 4] into \(dimensions)"
    }
  }

  @Test func gradientsComeThroughAView() throws {
    // [n, 2, 3] -> 4 in each of two rows -> flat -> 1, against the same without the flattening in between.
    let model = Sequential(Linear(3, 4).named("rows"), ReLU(), Flatten().named("flat"), Linear(8, 1).named("out"))
    let graph = try model.graph(inputShape: [2, 3])
    let input = graph.inputs[0]
    let flat = try graph.node(named: "flat")
    let parameters = Parameters<Double>(of: graph, seed: 3)
    let executor = try Executor(graph, parameters, batchSize: 5, loss: graph.outputs[0], watched: [input, flat])
    try executor.setInput(input, to: numbers([5, 2, 3], seed: 4))
    let pass = Pass(mode: .training)
    executor.forward(to: graph.outputs[0], pass)
    executor.backward(pass)
    let weight = try parameters.value("out.weight").scalars
    #expect(executor.shape(of: flat) == [5, 8])
    #expect(executor.pointer(to: flat) == executor.pointer(to: try graph.node(named: "1")))
    #expect(executor.gradient(of: flat)?.scalars == Array(repeatElement(weight, count: 5).joined()))
    #expect(executor.gradient(of: input)?.shape == [5, 2, 3])
  }
}
