internal import Networks

extension Trainer {
  /// Loss and accuracy over all samples of `source` as they are after training: no dropout, running statistics. O(samples).
  public func evaluate(_ source: any SampleSource) throws -> Score {
    let size = min(settings.evaluationBatchSize ?? executors.evaluationBatchSize, source.count)
    let numbers = Array(0..<source.count)
    var (lossSum, correct) = (0.0, 0)
    for start in stride(from: 0, to: source.count, by: size) {
      let range = start..<min(start + size, source.count)
      let executor = try executors.evaluating(range.count)
      numbers.withUnsafeBufferPointer { numbers in
        executors.fill(executor, from: source, UnsafeBufferPointer(rebasing: numbers[range]), step: state.step)
      }
      executor.forward(to: executors.loss, Pass(mode: .inference))
      lossSum += Double(executor.pointer(to: executors.loss).pointee) * Double(range.count)
      if classCount != nil { correct += executors.correctCount(executor) }
    }
    let count = Double(source.count)
    return Score(loss: Float(lossSum / count), accuracy: classCount == nil ? nil : Float(Double(correct) / count))
  }
}
