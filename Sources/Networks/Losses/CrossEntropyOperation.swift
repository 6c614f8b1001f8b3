public import Tensors

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The mean over the batch of -log softmax(logits)[label], from logits [n, classes] and labels [n], whole numbers below classes.
///
/// A label that is none makes the loss and the gradient of its sample NaN; see ``Loss/check(_:outputShape:)``.
public struct CrossEntropyOperation: Operation {
  public init() {}

  public var kind: String { "CrossEntropyLoss" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard inputs[0].rank == 2, inputs[0][1] > 0, inputs[1] == [inputs[0][0]] else {
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
    for index in 1..<classes { largest = Swift.max(largest, line[index]) }
    var sum = 0.0
    for index in 0..<classes {
      let power = exp(Double(line[index] - largest))
      result[index] = Scalar(power)
      sum += power
    }
    let scale = Scalar(1 / sum)
    for index in 0..<classes { result[index] *= scale }
    let label = classIndex(labels[row], classes)
    total += label < 0 ? .nan : log(sum) - Double(line[label] - largest)
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
    let label = classIndex(labels[row], classes)
    if label < 0 {
      for index in 0..<classes { target[start + index] = .nan }
    } else {
      target[start + label] -= scale
    }
  }
}

/// The class that a label names; -1 for anything else.
@inline(__always)
private func classIndex<Scalar: FloatingScalar>(_ label: Scalar, _ classes: Int) -> Int {
  label >= 0 && label < Scalar(classes) && label == label.rounded(.towardZero) ? Int(label) : -1
}
