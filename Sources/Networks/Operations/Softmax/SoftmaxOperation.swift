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

  /// For the logarithm, whose backward pass needs the powers too: their memory. For lines that lie across: the largest element and
  /// the sum of each.
  var savedCount: Int { isLogarithmic ? blocks * block : 0 }
  var workspaceCount: Int { 2 * blocks * inner }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y) = (memory.inputs[0], memory.output)
    let powers = isLogarithmic ? memory.saved : y
    let scratch = memory.workspace
    Parallel.forEachRange(of: blocks, grain: RowLoops.grain(block)) { _, range in
      let start = range.lowerBound * block
      let count = range.count * block
      let largest = scratch + 2 * range.lowerBound * inner
      let sums = largest + range.count * inner
      softmaxMaxima(x + start, into: largest, blocks: range.count, length: length, inner: inner)
      softmaxShift(x + start, by: largest, into: y + start, blocks: range.count, length: length, inner: inner)
      ElementaryKernels.exp(y + start, into: powers + start, count: count)
      softmaxNormalize(powers + start, sums: sums, blocks: range.count, length: length, inner: inner)
      if isLogarithmic {
        ElementaryKernels.log(sums, into: sums, count: range.count * inner)
        softmaxShift(y + start, by: sums, into: y + start, blocks: range.count, length: length, inner: inner)
      }
    }
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let softmax = UnsafePointer(isLogarithmic ? memory.saved : memory.output)
    let scratch = memory.workspace
    Parallel.forEachRange(of: blocks, grain: RowLoops.grain(block)) { _, range in
      let start = range.lowerBound * block
      softmaxGradient(
        softmax + start, gradient + start, into: target + start, sums: scratch + 2 * range.lowerBound * inner,
        blocks: range.count, length: length, inner: inner, isLogarithmic: isLogarithmic)
    }
  }
}

/// largest[blocks, inner] over the axis of x[blocks, length, inner].
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func softmaxMaxima<Scalar: FloatingScalar>(
  _ x: UnsafePointer<Scalar>, into largest: UnsafeMutablePointer<Scalar>, blocks: Int, length: Int, inner: Int
) {
  for block in 0..<blocks {
    let (lines, target) = (x + block * length * inner, largest + block * inner)
    for index in 0..<inner { target[index] = -.infinity }
    for line in 0..<length {
      for index in 0..<inner { target[index] = lines[line * inner + index] > target[index] ? lines[line * inner + index] : target[index] }
    }
  }
}

/// result = x - shift[blocks, inner] along the axis.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func softmaxShift<Scalar: FloatingScalar>(
  _ x: UnsafePointer<Scalar>, by shift: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>, blocks: Int, length: Int,
  inner: Int
) {
  for block in 0..<blocks {
    let own = shift + block * inner
    for line in block * length..<(block + 1) * length {
      for index in 0..<inner { result[line * inner + index] = x[line * inner + index] - own[index] }
    }
  }
}

/// Divides powers by their sums[blocks, inner] along the axis.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func softmaxNormalize<Scalar: FloatingScalar>(
  _ powers: UnsafeMutablePointer<Scalar>, sums: UnsafeMutablePointer<Scalar>, blocks: Int, length: Int, inner: Int
) {
  for block in 0..<blocks {
    let (lines, own) = (powers + block * length * inner, sums + block * inner)
    for index in 0..<inner { own[index] = 0 }
    for line in 0..<length {
      for index in 0..<inner { own[index] += lines[line * inner + index] }
    }
    for line in 0..<length {
      for index in 0..<inner { lines[line * inner + index] /= own[index] }
    }
  }
}

/// y (g - sum(y g)) along the axis, or for the logarithm g - y sum(g), where y is the softmax.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func softmaxGradient<Scalar: FloatingScalar>(
  _ softmax: UnsafePointer<Scalar>, _ gradient: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>,
  sums: UnsafeMutablePointer<Scalar>, blocks: Int, length: Int, inner: Int, isLogarithmic: Bool
) {
  for block in 0..<blocks {
    let start = block * length * inner
    for index in 0..<inner { sums[index] = 0 }
    for line in 0..<length {
      let (y, g) = (softmax + start + line * inner, gradient + start + line * inner)
      for index in 0..<inner { sums[index] += isLogarithmic ? g[index] : y[index] * g[index] }
    }
    for line in 0..<length {
      let (y, g, result) = (softmax + start + line * inner, gradient + start + line * inner, target + start + line * inner)
      for index in 0..<inner {
        result[index] = isLogarithmic ? g[index] - y[index] * sums[index] : y[index] * (g[index] - sums[index])
      }
    }
  }
}
