internal import Networks
internal import Tensors

/// A network with its loss, planned for the few batch sizes that occur. They take turns in one memory, that of the largest as a rule:
/// fresh memory costs as much time as some steps.
struct BatchExecutors {
  let graph: Graph
  let input: NodeID
  let output: NodeID
  let targets: NodeID
  let loss: NodeID
  private let parameters: Parameters<Float>
  /// By batch size. Those for training can go backward. What one has computed is gone when the next is filled.
  private var training: [Int: Executor<Float>] = [:]
  private var evaluating: [Int: Executor<Float>] = [:]

  init(_ network: Network<Float>, _ loss: Loss) throws(NetworkError) {
    (graph, targets, self.loss) = try network.graph.adding(loss)
    (input, output) = (network.input, network.output)
    parameters = network.parameters
  }

  /// The shapes of one sample and of one target.
  var sampleShape: Shape { graph[input].shape.withoutBatch }
  var targetShape: Shape { graph[targets].shape.withoutBatch }
  /// How many classes the logits of one sample tell apart.
  var outputShape: Shape { graph[output].shape.withoutBatch }

  /// The executor for training on batches of `size`.
  mutating func training(_ size: Int) throws(NetworkError) -> Executor<Float> {
    if let known = training[size] { return known }
    let executor = try Executor(graph, parameters, batchSize: size, loss: loss, sharingMemoryOf: largest)
    training[size] = executor
    return executor
  }

  /// The executor for looking at batches of `size`.
  mutating func evaluating(_ size: Int) throws(NetworkError) -> Executor<Float> {
    if let known = evaluating[size] { return known }
    let executor = try Executor(graph, parameters, batchSize: size, sharingMemoryOf: largest)
    evaluating[size] = executor
    return executor
  }

  private var largest: Executor<Float>? {
    [training, evaluating].flatMap(\.values).max { $0.memoryCount < $1.memoryCount }
  }

  /// How many samples to look at in one pass: taking fresh memory for more costs longer than it saves.
  var evaluationBatchSize: Int {
    let scalarsOfSample = graph.nodes.reduce(0) { $1.parameter == nil ? $0 + $1.shape.elementCount : $0 }
    return max(1, min(500, Self.mostScalars / max(scalarsOfSample, 1)))
  }

  private static let mostScalars = 1 << 22

  /// Writes a batch into the memory of `executor`'s inputs.
  func fill(_ executor: Executor<Float>, from source: any SampleSource, _ numbers: UnsafeBufferPointer<Int>, step: Int) {
    source.fill(Batch(numbers: numbers, step: step, inputs: executor.pointer(to: input), targets: executor.pointer(to: targets)))
  }

  /// How many of the samples in `executor` have their largest logit at their label. A logit that is no number is never the largest.
  func correctCount(_ executor: Executor<Float>) -> Int {
    let classes = outputShape.elementCount
    let (logits, labels) = (executor.pointer(to: output), executor.pointer(to: targets))
    var count = 0
    for row in 0..<executor.batchSize {
      let line = logits + row * classes
      var (best, largest) = (-1, -Float.infinity)
      for index in 0..<classes where line[index] > largest { (best, largest) = (index, line[index]) }
      if Float(best) == labels[row] { count += 1 }
    }
    return count
  }
}

extension Shape {
  /// Without the first axis.
  var withoutBatch: Shape { Shape(Array(dimensions.dropFirst())) }
}
