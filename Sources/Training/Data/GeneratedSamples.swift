public import Tensors

/// Samples that are made for each step and never come again. An epoch is `count` of them.
public struct GeneratedSamples: SampleSource {
  public let count: Int
  public let sampleShape: Shape
  public let targetShape: Shape
  private let seed: UInt64
  private let make: @Sendable (_ count: Int, _ generator: inout RandomGenerator, _ inputs: UnsafeMutableBufferPointer<Float>, _ targets: UnsafeMutableBufferPointer<Float>) -> Void

  /// - Parameter make: Writes `count` samples and their targets; the generator is another one at each step.
  public init(
    count: Int, sampleShape: Shape, targetShape: Shape, seed: UInt64,
    _ make: @escaping @Sendable (
      _ count: Int, _ generator: inout RandomGenerator, _ inputs: UnsafeMutableBufferPointer<Float>,
      _ targets: UnsafeMutableBufferPointer<Float>
    ) -> Void
  ) {
    self.count = count
    self.sampleShape = sampleShape
    self.targetShape = targetShape
    self.seed = seed
    self.make = make
  }

  public func fill(_ batch: Batch) {
    var generator = RandomStream.data.generator(seed: seed).stream(UInt64(batch.step))
    let count = batch.numbers.count
    make(
      count, &generator, UnsafeMutableBufferPointer(start: batch.inputs, count: count * sampleShape.elementCount),
      UnsafeMutableBufferPointer(start: batch.targets, count: count * targetShape.elementCount))
  }

  public func check(classCount: Int?) throws(DataError) {
    if count < 1 { throw .empty("training") }
  }
}
