internal import Tensors

/// In which order an epoch takes the samples.
public enum SampleOrder: Sendable, Hashable {
  /// Another one in each epoch, from the training's seed.
  case shuffled
  /// As they come.
  case sequential
  /// These, in every epoch; as many as there are make the epoch.
  case given([Int])

  /// How many samples an epoch has where the source has `count`.
  func epochCount(of count: Int) -> Int {
    if case .given(let numbers) = self { numbers.count } else { count }
  }

  /// Writes the order of `epoch` into `numbers`, which has room for ``epochCount(of:)``. An epoch of one batch needs no shuffling.
  func write(epoch: Int, seed: UInt64, batchSize: Int, into numbers: inout [Int]) {
    switch self {
    case .given(let given): numbers = given
    case .sequential, .shuffled:
      for index in numbers.indices { numbers[index] = index }
      guard self == .shuffled, batchSize < numbers.count else { return }
      var generator = RandomStream.shuffling.generator(seed: seed).stream(UInt64(epoch))
      generator.shuffle(&numbers)
    }
  }
}
