public import Datasets
internal import Formats
public import Tensors

/// Samples in memory with a target each. A value: selecting from it and splitting it copy no sample.
///
/// Bytes stay bytes until a batch takes them, so that 60,000 images need 47 MB and not 188.
public struct Samples: SampleSource {
  public let sampleShape: Shape
  /// Shape [all, targetShape...].
  private let targets: Tensor<Float>
  private let inputs: Inputs
  /// Which of all are in this selection, in its order; nil for all of them.
  private let numbers: [Int]?

  private enum Inputs: Sendable {
    case floats(Tensor<Float>)
    /// With what each byte stands for.
    case bytes(Tensor<UInt8>, values: [Float])
  }

  /// - Parameters:
  ///   - inputs: Shape [n, ...].
  ///   - targets: Shape [n] for labels, [n, ...] for values.
  public init(_ inputs: Tensor<Float>, targets: Tensor<Float>) throws(DataError) {
    try self.init(.floats(inputs.contiguous()), shape: inputs.shape, targets)
  }

  /// - Parameters:
  ///   - inputs: Shape [n, ...].
  ///   - labels: The class of each sample, from 0.
  public init(_ inputs: Tensor<Float>, labels: [Int]) throws(DataError) {
    try self.init(inputs, targets: Tensor(labels.map(Float.init)))
  }

  /// - Parameters:
  ///   - bytes: Shape [n, ...]; each is divided by `divisor`, as images are brought from 0...255 to 0...1.
  ///   - labels: The class of each sample, from 0.
  public init(bytes: Tensor<UInt8>, dividedBy divisor: Float = 255, labels: [Int]) throws(DataError) {
    let values = (0..<256).map { Float($0) / divisor }
    try self.init(.bytes(bytes.contiguous(), values: values), shape: bytes.shape, Tensor(labels.map(Float.init)))
  }

  /// The samples and labels of a data set; its bytes are divided by `divisor`. Without labels it counts as empty.
  public init(_ dataset: Dataset, bytesDividedBy divisor: Float = 255) throws(DataError) {
    guard let labels = dataset.labels else { throw .counts(samples: dataset.count, targets: 0) }
    if case .uint8(let bytes) = dataset.samples {
      try self.init(bytes: bytes, dividedBy: divisor, labels: labels)
    } else {
      try self.init(dataset.samples.floats(), labels: labels)
    }
  }

  private init(_ inputs: Inputs, shape: Shape, _ targets: Tensor<Float>) throws(DataError) {
    guard let count = shape.first, targets.shape.first == count else {
      throw .counts(samples: shape.first ?? 0, targets: targets.shape.first ?? 0)
    }
    self.inputs = inputs
    self.targets = targets.contiguous()
    sampleShape = Shape(Array(shape.dropFirst()))
    numbers = nil
  }

  private init(_ all: Samples, sampleShape: Shape, numbers: [Int]?) {
    inputs = all.inputs
    targets = all.targets
    self.sampleShape = sampleShape
    self.numbers = numbers
  }

  public var count: Int { numbers?.count ?? targets.shape[0] }
  public var targetShape: Shape { Shape(Array(targets.shape.dropFirst())) }
}

// MARK: - Parts and other shapes

extension Samples {
  /// Those called `numbers`, in that order. Traps where there is no such sample.
  public func selecting(_ numbers: some Sequence<Int>) -> Samples {
    let chosen = numbers.map { number in
      precondition(0..<count ~= number, "sample \(number) of \(count)")
      return self.numbers?[number] ?? number
    }
    return Samples(self, sampleShape: sampleShape, numbers: chosen)
  }

  /// A random part for validation, and the rest to train on. The same seed, the same parts.
  public func split(validationFraction: Double, seed: UInt64 = 42) -> (training: Samples, validation: Samples) {
    let parts = SampleSplit.random(count, validationCount: Int((Double(count) * validationFraction).rounded()), seed: seed)
    return (selecting(parts.training), selecting(parts.validation))
  }

  /// The same numbers read as samples of another shape. Traps unless it holds as many.
  public func reshaped(_ shape: Shape) -> Samples {
    precondition(shape.elementCount == sampleShape.elementCount, "samples of shape \(sampleShape) are none of shape \(shape)")
    return Samples(self, sampleShape: shape, numbers: numbers)
  }

  /// The samples called `numbers` and their targets as tensors of their own. Shapes [numbers.count, ...].
  public func tensors(_ numbers: [Int]) -> (inputs: Tensor<Float>, targets: Tensor<Float>) {
    var targets = Tensor<Float>.zeros(Shape([numbers.count] + targetShape))
    let inputs = Tensor<Float>(uninitialized: Shape([numbers.count] + sampleShape)) { inputs in
      targets.withUnsafeMutableBufferPointer { targets in
        numbers.withUnsafeBufferPointer { numbers in
          guard let inputs = inputs.baseAddress, let targets = targets.baseAddress else { return }
          fill(Batch(numbers: numbers, step: 0, inputs: inputs, targets: targets))
        }
      }
    }
    return (inputs, targets)
  }
}

// MARK: - Batches

extension Samples {
  public func fill(_ batch: Batch) {
    let (length, targetLength) = (sampleShape.elementCount, targetShape.elementCount)
    targets.withUnsafeBufferPointer { source in
      for (row, number) in batch.numbers.enumerated() {
        let start = source.baseAddress! + place(number) * targetLength
        (batch.targets + row * targetLength).update(from: start, count: targetLength)
      }
    }
    switch inputs {
    case .floats(let tensor):
      tensor.withUnsafeBufferPointer { source in
        for (row, number) in batch.numbers.enumerated() {
          (batch.inputs + row * length).update(from: source.baseAddress! + place(number) * length, count: length)
        }
      }
    case .bytes(let tensor, let values):
      tensor.withUnsafeBufferPointer { source in
        values.withUnsafeBufferPointer { values in
          for (row, number) in batch.numbers.enumerated() {
            let (from, to) = (source.baseAddress! + place(number) * length, batch.inputs + row * length)
            for index in 0..<length { to[index] = values[Int(from[index])] }
          }
        }
      }
    }
  }

  private func place(_ number: Int) -> Int { numbers.map { $0[number] } ?? number }

  public func check(classCount: Int?) throws(DataError) {
    guard count > 0 else { throw .empty("training") }
    if case .floats(let tensor) = inputs { try requireFinite(tensor, "features", length: sampleShape.elementCount) }
    guard let classCount else { return try requireFinite(targets, "target", length: targetShape.elementCount) }
    let labels = targets.scalars
    for number in 0..<count {
      let label = labels[place(number)]
      guard label >= 0, label < Float(classCount), label == label.rounded() else {
        throw .labelOutOfRange(sample: number, label: label, classCount: classCount)
      }
    }
  }

  private func requireFinite(_ tensor: Tensor<Float>, _ what: String, length: Int) throws(DataError) {
    let culprit = tensor.withUnsafeBufferPointer { values -> (sample: Int, value: Float)? in
      for number in 0..<count {
        let row = UnsafeBufferPointer(rebasing: values[place(number) * length..<(place(number) + 1) * length])
        if !row.allFinite, let value = row.first(where: { !$0.isFinite }) { return (number, value) }
      }
      return nil
    }
    if let culprit { throw .nonFinite(of: what, sample: culprit.sample, value: culprit.value) }
  }
}

extension UnsafeBufferPointer<Float> {
  /// Without a branch for each element, so that the loop takes several at a time.
  fileprivate var allFinite: Bool {
    var bits: UInt32 = 0
    for value in self { bits |= (value.bitPattern & 0x7F80_0000) == 0x7F80_0000 ? 1 : 0 }
    return bits == 0
  }
}
