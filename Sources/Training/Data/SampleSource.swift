public import Tensors

/// Where training gets its samples from: arrays in memory (``Samples``), or something that makes them (``GeneratedSamples``).
public protocol SampleSource: Sendable {
  /// How many samples an epoch has.
  var count: Int { get }
  /// The shape of a sample, and that of its target: `[]` for a label.
  var sampleShape: Shape { get }
  var targetShape: Shape { get }

  /// Writes the samples that `batch` asks for. A pure function of the batch: training relies on that to go on where it stopped.
  func fill(_ batch: Batch)

  /// Looks at all that can be known before training: samples are there, numbers are finite, labels are whole and below `classCount`
  /// (nil where targets are no labels).
  func check(classCount: Int?) throws(DataError)
}

/// What a network asks its source for, with the memory where it is wanted: the inputs of an executor.
public struct Batch {
  /// Which samples, by their numbers in the source.
  public let numbers: UnsafeBufferPointer<Int>
  /// How many steps were made before; counts on through all epochs.
  public let step: Int
  /// Shape [numbers.count, sampleShape...].
  public let inputs: UnsafeMutablePointer<Float>
  /// Shape [numbers.count, targetShape...].
  public let targets: UnsafeMutablePointer<Float>

  public init(
    numbers: UnsafeBufferPointer<Int>, step: Int, inputs: UnsafeMutablePointer<Float>, targets: UnsafeMutablePointer<Float>
  ) {
    self.numbers = numbers
    self.step = step
    self.inputs = inputs
    self.targets = targets
  }
}
