public import Tensors

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The mean over the batch of -log softmax(logits)[label], from logits [n, classes] and labels [n], whole numbers below classes.
public struct CrossEntropyOperation: Operation {
  public init() {}

  public var kind: String { "CrossEntropyLoss" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard inputs[0].rank == 2, inputs[1] == [inputs[0][0]] else {
      throw ShapeMismatch("expects logits [n, classes] and labels [n], was given \(inputs[0]) and \(inputs[1])")
    }
    return []
  }

  public func isDifferentiable(input index: Int) -> Bool { index == 0 }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    CrossEntropyKernel<Scalar>(rows: inputs[0][0], classes: inputs[0][1])
  }
}

private struct CrossEntropyKernel<Scalar: FloatingScalar>: OperationKernel {
  let rows: Int, classes: Int

  /// The softmax.
  var savedCount: Int { rows * classes }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    memory.output.pointee = crossEntropy(
      memory.inputs[0], labels: memory.inputs[1], softmax: memory.saved, rows: rows, classes: classes)
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let scale = gradient.pointee / Scalar(rows)
    crossEntropyGradient(memory.saved, labels: memory.inputs[1], scale, into: target, rows: rows, classes: classes)
  }
}

/// Summed in Double in the order of the samples.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func crossEntropy<Scalar: FloatingScalar>(
  _ logits: UnsafePointer<Scalar>, labels: UnsafePointer<Scalar>, softmax: UnsafeMutablePointer<Scalar>, rows: Int, classes: Int
) -> Scalar {
  var total = 0.0
  for row in 0..<rows {
    let line = logits + row * classes
    let result = softmax + row * classes
    var largest = line[0]
    for index in 1..<Swift.max(classes, 1) { largest = Swift.max(largest, line[index]) }
    var sum = 0.0
    for index in 0..<classes {
      let power = exp(Double(line[index] - largest))
      result[index] = Scalar(power)
      sum += power
    }
    let scale = Scalar(1 / sum)
    for index in 0..<classes { result[index] *= scale }
    total += log(sum) - Double(line[Int(labels[row])] - largest)
  }
  return Scalar(total / Double(rows))
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func crossEntropyGradient<Scalar: FloatingScalar>(
  _ softmax: UnsafePointer<Scalar>, labels: UnsafePointer<Scalar>, _ scale: Scalar, into target: UnsafeMutablePointer<Scalar>,
  rows: Int, classes: Int
) {
  for row in 0..<rows {
    let start = row * classes
    for index in 0..<classes { target[start + index] = softmax[start + index] * scale }
    target[start + Int(labels[row])] -= scale
  }
}
