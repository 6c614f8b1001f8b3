public import Tensors

/// In training each element is dropped with a probability, and the others are divided by the probability of staying (Srivastava et
/// al. 2014); afterwards nothing happens.
///
/// What is dropped is a pure function of the pass's random key, ``stream`` and the element's position.
public struct DropoutOperation: Operation {
  public let probability: Double
  /// Tells layers of one network apart.
  public let stream: UInt64

  /// Traps unless `probability` is in 0...1.
  public init(probability: Double, stream: UInt64) {
    precondition(probability >= 0 && probability <= 1, "a dropout probability of \(probability)")
    self.probability = probability
    self.stream = stream
  }

  public var kind: String { "Dropout" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { inputs[0] }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    DropoutKernel<Scalar>(count: output.elementCount, probability: probability, stream: stream)
  }
}

private struct DropoutKernel<Scalar: FloatingScalar>: OperationKernel {
  let count: Int
  let probability: Double
  let stream: UInt64

  /// Elements with a stream of random numbers of their own, so that threads need not know of each other.
  private static var grain: Int { 8_192 }

  /// What each element is multiplied by.
  var savedCount: Int { count }

  private func isIdentity(_ pass: Pass) -> Bool { pass.mode == .inference || probability == 0 }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y, factors) = (memory.inputs[0], memory.output, memory.saved)
    guard !isIdentity(pass) else { return ElementRanges.copy(x, to: y, count: count) }
    let generator = RandomGenerator(seed: pass.randomKey).stream(stream)
    let scale = probability < 1 ? Scalar(1 / (1 - probability)) : 0
    Parallel.forEachRange(of: count, grain: Self.grain) { chunk, range in
      var numbers = generator.stream(UInt64(chunk))
      let start = range.lowerBound
      numbers.fillUniform(UnsafeMutableBufferPointer(start: factors + start, count: range.count), in: 0..<1)
      drop(x + start, factors: factors + start, below: Scalar(probability), scale: scale, into: y + start, count: range.count)
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    guard !isIdentity(pass) else { return ElementRanges.copy(gradient, to: target, count: count) }
    let factors = UnsafePointer(memory.saved)
    ElementRanges.forEach(count) { range in
      let start = range.lowerBound
      multiply(gradient + start, factors + start, into: target + start, count: range.count)
    }
  }
}

/// Turns numbers in 0..<1 into factors, and applies them.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func drop<Scalar: FloatingScalar>(
  _ x: UnsafePointer<Scalar>, factors: UnsafeMutablePointer<Scalar>, below bound: Scalar, scale: Scalar,
  into y: UnsafeMutablePointer<Scalar>, count: Int
) {
  for index in 0..<count {
    let factor = factors[index] < bound ? 0 : scale
    factors[index] = factor
    y[index] = x[index] * factor
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func multiply<Scalar: FloatingScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>, count: Int
) {
  for index in 0..<count { result[index] = a[index] * b[index] }
}
