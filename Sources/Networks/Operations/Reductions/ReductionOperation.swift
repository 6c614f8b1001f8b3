public import Tensors

/// Sums, means or extremes along axes.
///
/// Where several elements are the largest (or smallest), each gets the same share of the gradient, as with PyTorch's `amax`.
public struct ReductionOperation: Operation {
  public enum Function: Sendable, Hashable { case sum, mean, maximum, minimum }

  public let function: Function
  /// Axis 0 is the batch; negative axes count from the last. All axes where none is named.
  public let axes: [Int]
  /// Whether the reduced axes stay, with an extent of one.
  public let keepsAxes: Bool

  public init(_ function: Function, axes: [Int], keepsAxes: Bool = false) {
    self.function = function
    self.axes = axes
    self.keepsAxes = keepsAxes
  }

  public var kind: String {
    switch function {
    case .sum: "ReduceSum"
    case .mean: "ReduceMean"
    case .maximum: "ReduceMax"
    case .minimum: "ReduceMin"
    }
  }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let input = inputs[0]
    let reduced = axes.isEmpty ? Array(input.indices) : try input.axes(axes)
    guard !reduced.contains(where: { input[$0] == 0 }) else { throw ShapeMismatch("nothing to reduce in shape \(input)") }
    if keepsAxes { return Shape(input.indices.map { reduced.contains($0) ? 1 : input[$0] }) }
    return Shape(input.indices.filter { !reduced.contains($0) }.map { input[$0] })
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    let input = inputs[0]
    let reduced = axes.isEmpty ? Array(input.indices) : axes.map(input.normalizedAxis).sorted()
    switch function {
    case .sum, .mean: return SumKernel<Scalar>(input, axes: reduced, isMean: function == .mean)
    case .maximum, .minimum:
      return ExtremumKernel<Scalar>(input, axes: reduced, extremum: function == .maximum ? .maximum : .minimum)
    }
  }
}

extension Shape {
  /// This shape with the extents of `axes` one.
  fileprivate func keeping(_ axes: [Int]) -> Shape { Shape(indices.map { axes.contains($0) ? 1 : self[$0] }) }
}

private struct SumKernel<Scalar: FloatingScalar>: OperationKernel {
  let reduction: ReductionLoops
  /// Operands: the output spread over the input, a number, the input.
  let spread: StridedLoops
  /// How many elements make one of the output.
  let count: Int
  let isMean: Bool

  init(_ input: Shape, axes: [Int], isMean: Bool) {
    reduction = ReductionLoops(contiguous: input, reducing: axes)
    spread = StridedLoops(
      shape: input, (input.keeping(axes).strides(broadcastTo: input), 0), ([Int](repeating: 0, count: input.rank), 0),
      (input.contiguousStrides, 0))
    count = axes.reduce(1) { $0 * input[$1] }
    self.isMean = isMean
  }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    if isMean {
      Scalar.mean(of: count, reduction, memory.inputs[0], into: memory.output)
    } else {
      Scalar.sum(.elements, reduction, memory.inputs[0], into: memory.output)
    }
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    withUnsafePointer(to: isMean ? 1 / Scalar(count) : 1) { Scalar.combine(.multiply, spread, gradient, $0, into: target) }
  }
}

private struct ExtremumKernel<Scalar: FloatingScalar>: OperationKernel {
  let reduction: ReductionLoops
  /// Operands: the input, the output spread over it.
  let loops: StridedLoops
  let count: Int
  let outputCount: Int
  let extremum: Extremum

  init(_ input: Shape, axes: [Int], extremum: Extremum) {
    reduction = ReductionLoops(contiguous: input, reducing: axes)
    let output = input.keeping(axes)
    loops = StridedLoops(shape: input, (input.contiguousStrides, 0), (output.strides(broadcastTo: input), 0))
    count = input.elementCount
    outputCount = output.elementCount
    self.extremum = extremum
  }

  /// The share of each element that is the extreme one.
  var workspaceCount: Int { outputCount }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    Scalar.extremum(extremum, reduction, memory.inputs[0], into: memory.output)
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let (x, y, shares) = (memory.inputs[0], UnsafePointer(memory.output), memory.workspace)
    shares.setToZero(count: outputCount)
    let step = loops.rowStrides[1]
    // One thread: the elements of one result may lie anywhere.
    loops.forEachRow(in: 0..<count) { at, count in
      countExtremes(x + at[0], y + at[1], step, into: shares + at[1], count: count)
    }
    for index in 0..<outputCount { shares[index] = gradient[index] / shares[index] }
    loops.forEachRow(grain: RowLoops.grain(1)) { at, count in
      giveToExtremes(x + at[0], y + at[1], shares + at[1], step, into: target + at[0], count: count)
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func countExtremes<Scalar: FloatingScalar>(
  _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, _ step: Int, into counts: UnsafeMutablePointer<Scalar>, count: Int
) {
  for index in 0..<count where x[index] == y[index &* step] { counts[index &* step] += 1 }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func giveToExtremes<Scalar: FloatingScalar>(
  _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, _ shares: UnsafePointer<Scalar>, _ step: Int,
  into target: UnsafeMutablePointer<Scalar>, count: Int
) {
  for index in 0..<count { target[index] = x[index] == y[index &* step] ? shares[index &* step] : 0 }
}
