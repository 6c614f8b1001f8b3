public import Tensors

/// exp(x) divided by its sum along an axis, or the logarithm of that.
public struct SoftmaxOperation: Operation {
  /// Counted from the end where negative; the batch is axis 0.
  public let axis: Int
  public let isLogarithmic: Bool

  public init(axis: Int = -1, isLogarithmic: Bool = false) {
    self.axis = axis
    self.isLogarithmic = isLogarithmic
  }

  public var kind: String { isLogarithmic ? "LogSoftmax" : "Softmax" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let x = inputs[0]
    guard axis >= -x.rank, axis < x.rank else { throw ShapeMismatch("there is no axis \(axis) in shape \(x)") }
    return x
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    let shape = output.dimensions
    let place = axis < 0 ? axis + shape.count : axis
    return SoftmaxKernel<Scalar>(
      blocks: shape[..<place].reduce(1, *), length: shape[place], inner: shape[(place + 1)...].reduce(1, *),
      isLogarithmic: isLogarithmic)
  }
}

/// Works on [blocks, length, inner], over the middle axis.
private struct SoftmaxKernel<Scalar: FloatingScalar>: OperationKernel {
  let blocks: Int, length: Int, inner: Int
  let isLogarithmic: Bool

  private var block: Int { length * inner }

  /// The softmax, where the output is its logarithm.
  var savedCount: Int { isLogarithmic ? blocks * block : 0 }
  /// The largest element and the sum of each line.
  var workspaceCount: Int { 2 * blocks * inner }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y) = (memory.inputs[0], memory.output)
    let powers = isLogarithmic ? memory.saved : y
    let scratch = memory.workspace
    Parallel.forEachRange(of: blocks, grain: RowLoops.grain(block)) { _, range in
      let start = range.lowerBound * block
      let count = range.count * block
      let largest = scratch + 2 * range.lowerBound * inner
      let sums = largest + range.count * inner
      let lines = SoftmaxLoops(blocks: range.count, length: length, inner: inner)
      lines.findMaxima(x + start, into: largest)
      lines.shift(x + start, by: largest, into: y + start)
      ElementaryKernels.exp(y + start, into: powers + start, count: count)
      lines.normalize(powers + start, sums: sums)
      if isLogarithmic {
        ElementaryKernels.log(sums, into: sums, count: range.count * inner)
        lines.shift(y + start, by: sums, into: y + start)
      }
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let softmax = UnsafePointer(isLogarithmic ? memory.saved : memory.output)
    let scratch = memory.workspace
    Parallel.forEachRange(of: blocks, grain: RowLoops.grain(block)) { _, range in
      let start = range.lowerBound * block
      SoftmaxLoops(blocks: range.count, length: length, inner: inner).gradient(
        softmax + start, gradient + start, into: target + start, sums: scratch + 2 * range.lowerBound * inner,
        isLogarithmic: isLogarithmic)
    }
  }
}
