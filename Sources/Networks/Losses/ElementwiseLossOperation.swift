public import Tensors

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The mean over all elements of a measure of how far predictions are from targets of the same shape.
public struct ElementwiseLossOperation: Operation {
  /// Of a prediction x and its target t.
  public enum Measure: Sendable, Hashable {
    /// (x - t)².
    case squared
    /// |x - t|.
    case absolute
    /// (x - t)² / 2 up to a distance of `delta`, delta (|x - t| - delta / 2) beyond.
    case huber(delta: Double)
    /// (x - t)² / (2 beta) up to a distance of `beta`, |x - t| - beta / 2 beyond.
    case smoothAbsolute(beta: Double)
    /// -t log(x) - (1 - t) log(1 - x), logarithms at least -100: x a probability.
    case binaryCrossEntropy
    /// The same of x's sigmoid, without its rounding: max(x, 0) - x t + log(1 + exp(-|x|)).
    case binaryCrossEntropyFromLogits
  }

  public let measure: Measure

  public init(_ measure: Measure) { self.measure = measure }

  public var kind: String {
    switch measure {
    case .squared: "MSELoss"
    case .absolute: "L1Loss"
    case .huber: "HuberLoss"
    case .smoothAbsolute: "SmoothL1Loss"
    case .binaryCrossEntropy: "BCELoss"
    case .binaryCrossEntropyFromLogits: "BCEWithLogitsLoss"
    }
  }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard inputs[0] == inputs[1], inputs[0].elementCount > 0 else {
      throw ShapeMismatch("expects predictions and targets of one shape, was given \(inputs[0]) and \(inputs[1])")
    }
    return []
  }

  public func isDifferentiable(input index: Int) -> Bool { index == 0 }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    ElementwiseLossKernel<Scalar>(measure: measure, count: inputs[0].elementCount)
  }
}

private struct ElementwiseLossKernel<Scalar: FloatingScalar>: OperationKernel {
  let measure: ElementwiseLossOperation.Measure
  let count: Int

  private static var grain: Int { 8_192 }
  private var chunks: Int { Parallel.chunkCount(of: count, grain: Self.grain) }

  /// The sum of each chunk, in Double.
  var workspaceCount: Int { chunks * MemoryLayout<Double>.stride / MemoryLayout<Scalar>.stride }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, t) = (memory.inputs[0], memory.inputs[1])
    let sums: UnsafeMutablePointer<Double> = memory.workspace.as()
    Parallel.forEachRange(of: count, grain: Self.grain) { chunk, range in
      sums[chunk] = lossSum(x + range.lowerBound, t + range.lowerBound, count: range.count, measure)
    }
    var total = 0.0
    for chunk in 0..<chunks { total += sums[chunk] }
    memory.output.pointee = Scalar(total / Double(count))
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let (x, t) = (memory.inputs[0], memory.inputs[1])
    let scale = gradient.pointee / Scalar(count)
    Parallel.forEachRange(of: count, grain: Self.grain) { _, range in
      let start = range.lowerBound
      lossGradient(x + start, t + start, scale, into: target + start, count: range.count, measure)
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func lossSum<Scalar: FloatingScalar>(
  _ predictions: UnsafePointer<Scalar>, _ targets: UnsafePointer<Scalar>, count: Int, _ measure: ElementwiseLossOperation.Measure
) -> Double {
  func sum(_ loss: (Double, Double) -> Double) -> Double {
    var total = 0.0
    for index in 0..<count { total += loss(Double(predictions[index]), Double(targets[index])) }
    return total
  }
  switch measure {
  case .squared: return sum { x, t in (x - t) * (x - t) }
  case .absolute: return sum { x, t in abs(x - t) }
  case .huber(let delta):
    return sum { x, t in
      let distance = abs(x - t)
      return distance <= delta ? distance * distance / 2 : delta * (distance - delta / 2)
    }
  case .smoothAbsolute(let beta):
    return sum { x, t in
      let distance = abs(x - t)
      return distance < beta ? distance * distance / (2 * beta) : distance - beta / 2
    }
  case .binaryCrossEntropy:
    return sum { x, t in -t * largest(log(x), -100) - (1 - t) * largest(log1p(-x), -100) }
  case .binaryCrossEntropyFromLogits:
    return sum { x, t in (x < 0 ? 0 : x) - x * t + log1p(exp(-abs(x))) }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func lossGradient<Scalar: FloatingScalar>(
  _ predictions: UnsafePointer<Scalar>, _ targets: UnsafePointer<Scalar>, _ scale: Scalar,
  into result: UnsafeMutablePointer<Scalar>, count: Int, _ measure: ElementwiseLossOperation.Measure
) {
  func write(_ slope: (Scalar, Scalar) -> Scalar) {
    for index in 0..<count { result[index] = scale * slope(predictions[index], targets[index]) }
  }
  func sign(_ x: Scalar) -> Scalar { x > 0 ? 1 : x < 0 ? -1 : x }
  switch measure {
  case .squared: write { x, t in 2 * (x - t) }
  case .absolute: write { x, t in sign(x - t) }
  case .huber(let delta):
    let delta = Scalar(delta)
    write { x, t in abs(x - t) <= delta ? x - t : delta * sign(x - t) }
  case .smoothAbsolute(let beta):
    let beta = Scalar(beta)
    write { x, t in abs(x - t) < beta ? (x - t) / beta : sign(x - t) }
  case .binaryCrossEntropy:
    // The denominator is kept from zero, as in PyTorch.
    write { x, t in (x - t) / Swift.max((1 - x) * x, 1e-12) }
  case .binaryCrossEntropyFromLogits:
    write { x, t in Scalar(1 / (1 + exp(-Double(x)))) - t }
  }
}

/// The larger one; a NaN stays one.
private func largest(_ a: Double, _ b: Double) -> Double { a < b ? b : a }
