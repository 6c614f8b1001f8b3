import Foundation
import TestSupport
import Testing

@testable import Tensors

@Suite(.serialized) struct ConvolutionTests {
  static let caseNames = [
    "plain", "padded", "asymmetric", "tall", "strided", "uneven", "sparse", "dilated", "both", "grouped", "depthwise",
    "multiplier", "pointwise", "skipping", "whole", "far", "wide",
  ]

  /// The numbers that Fixtures/make_convolution.py starts from.
  private func numbers<S: FloatingScalar>(_ shape: Shape, _ seed: Int) -> Tensor<S> {
    Tensor((0..<shape.elementCount).map { S((($0 + seed * 1_000) * 2_654_435_761 & 0xFFFF_FFFF) >> 24) / 256 - 0.5 }, shape: shape)
  }

  @Test(arguments: caseNames) func equalsTorch(name: String) throws {
    let expected = try Fixture("convolution")
    try check(name, expected, Double.self, tolerance: 1e-12)
    try check(name, expected, Float.self, tolerance: 2e-5)
  }

  private func check<S: FloatingScalar>(_ name: String, _ expected: Fixture, _: S.Type, tolerance: Double) throws {
    let s = expected["\(name).settings"].data.map { Int($0) }
    let inputShape = Shape(Array(s[0..<4]))
    let weightShape = Shape(Array(s[4..<8]))
    let stride = Extent2D(height: s[8], width: s[9])
    let padding = Padding2D.symmetric(Extent2D(height: s[10], width: s[11]))
    let dilation = Extent2D(height: s[12], width: s[13])
    let groups = s[14]
    let x: Tensor<S> = numbers(inputShape, 1)
    let w: Tensor<S> = numbers(weightShape, 2)
    let b: Tensor<S> = numbers([weightShape[0]], 3)
    let y = x.conv2d(w, bias: b, stride: stride, padding: padding, dilation: dilation, groups: groups)
    #expect(y.shape.dimensions == expected["\(name).output"].shape)
    #expect(relativeDifference(y.scalars, expected["\(name).output"].data) < tolerance)
    let dy: Tensor<S> = numbers(y.shape, 4)
    let dx = dy.conv2dInputGradient(
      w, inputShape: inputShape, stride: stride, padding: padding, dilation: dilation, groups: groups)
    #expect(relativeDifference(dx.scalars, expected["\(name).input"].data) < tolerance)
    let gradients = dy.conv2dWeightGradient(
      input: x, weightShape: weightShape, stride: stride, padding: padding, dilation: dilation, groups: groups)
    #expect(relativeDifference(gradients.weights.scalars, expected["\(name).weights"].data) < tolerance)
    #expect(relativeDifference(gradients.bias.scalars, expected["\(name).bias"].data) < tolerance)
  }

  /// Every instruction set against the definition, with shapes around the kernels' vectors, blocks of filters and strips.
  @Test(
    arguments: InstructionSet.allCases.filter { $0 <= .current },
    [
      (1, 1, 1, 1), (2, 3, 15, 7), (1, 4, 16, 8), (3, 5, 17, 9), (1, 8, 33, 16), (2, 2, 31, 12), (1, 3, 48, 13), (1, 70, 30, 5),
    ])
  func kernelsEqualTheDefinition(isa: InstructionSet, sizes: (Int, Int, Int, Int)) {
    let (n, channels, extent, filters) = sizes
    for (kernel, stride, padding) in [(1, 1, 0), (3, 1, 1), (3, 2, 1), (5, 3, 2)] where extent + 2 * padding >= kernel {
      let c = Convolution2D(
        input: [n, channels, extent, extent + 1], weights: [filters, channels, kernel, kernel], stride: Extent2D(stride),
        padding: .symmetric(Extent2D(padding)))
      checkExecutor(c, isa, Float.self, tolerance: 1e-4)
      checkExecutor(c, isa, Double.self, tolerance: 1e-11)
    }
  }

  private func checkExecutor<S: FloatingScalar>(_ c: Convolution2D, _ isa: InstructionSet, _: S.Type, tolerance: Double) {
    let executor = ConvolutionExecutor<S>(c, instructionSet: isa)
    let x: Tensor<S> = testNumbers(c.inputShape, seed: 1)
    let w: Tensor<S> = testNumbers(c.weightShape, seed: 2)
    let dy: Tensor<S> = testNumbers(c.outputShape, seed: 3)
    // One element off the alignment, with guards behind: what is not written must stay.
    var workspace = [S](repeating: .nan, count: executor.workspaceCount + 1)
    var y = [S](repeating: 99, count: c.outputShape.elementCount + 1)
    var dx = [S](repeating: 99, count: c.inputShape.elementCount + 1)
    var dw = [S](repeating: 99, count: c.weightShape.elementCount + 1)
    var db = [S](repeating: 99, count: c.outputChannels + 1)
    x.withUnsafeBufferPointer { x in
      w.withUnsafeBufferPointer { w in
        dy.withUnsafeBufferPointer { dy in
          let (x, w, dy) = (x.baseAddress!, w.baseAddress!, dy.baseAddress!)
          executor.forward(input: x, filters: w, into: &y, workspace: &workspace)
          executor.inputGradient(outputGradient: dy, filters: w, into: &dx, workspace: &workspace)
          executor.filterGradient(input: x, outputGradient: dy, into: &dw, bias: &db, workspace: &workspace)
        }
      }
    }
    #expect(y.last == 99 && dx.last == 99 && dw.last == 99 && db.last == 99 && workspace.last!.isNaN)
    let naive = NaiveConvolution(c: c)
    let (xs, ws, dys) = (x.scalars.map(Double.init), w.scalars.map(Double.init), dy.scalars.map(Double.init))
    #expect(relativeDifference(y.dropLast(), naive.output(xs, ws)) < tolerance)
    #expect(relativeDifference(dx.dropLast(), naive.inputGradient(dys, ws)) < tolerance)
    #expect(relativeDifference(dw.dropLast(), naive.weightGradient(xs, dys)) < tolerance)
    #expect(relativeDifference(db.dropLast(), naive.biasGradient(dys)) < tolerance)
    // Once more, added to what is there.
    let once = (dx, dw, db)
    dy.withUnsafeBufferPointer { dy in
      let dy = dy.baseAddress!
      w.withUnsafeBufferPointer {
        executor.inputGradient(outputGradient: dy, filters: $0.baseAddress!, into: &dx, accumulate: true, workspace: &workspace)
      }
      x.withUnsafeBufferPointer {
        executor.filterGradient(
          input: $0.baseAddress!, outputGradient: dy, into: &dw, bias: &db, accumulate: true, workspace: &workspace)
      }
    }
    #expect(dx.last == 99 && dw.last == 99 && db.last == 99)
    #expect(relativeDifference(dx.dropLast(), once.0.dropLast().map { 2 * $0 }) < tolerance)
    #expect(relativeDifference(dw.dropLast(), once.1.dropLast().map { 2 * $0 }) < tolerance)
    #expect(relativeDifference(db.dropLast(), once.2.dropLast().map { 2 * $0 }) < tolerance)
  }

  /// Central differences of the loss sum(g * y) in Double: the loss is linear in each operand, so only rounding remains.
  @Test func gradientsEqualCentralDifferences() {
    let x: Tensor<Double> = testNumbers([2, 4, 6, 7], seed: 1)
    let w: Tensor<Double> = testNumbers([6, 2, 3, 2], seed: 2)
    func output(_ x: Tensor<Double>, _ w: Tensor<Double>) -> Tensor<Double> {
      x.conv2d(w, stride: 2, padding: .explicit(top: 1, bottom: 2, left: 0, right: 1), groups: 2)
    }
    let g: Tensor<Double> = testNumbers(output(x, w).shape, seed: 3)
    func loss(_ x: Tensor<Double>, _ w: Tensor<Double>) -> Double {
      zip(output(x, w).scalars, g.scalars).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func differences(_ t: Tensor<Double>, _ loss: (Tensor<Double>) -> Double) -> [Double] {
      let step = 1e-3
      return (0..<t.count).map { index in
        var (up, down) = (t.scalars, t.scalars)
        up[index] += step
        down[index] -= step
        return (loss(Tensor(up, shape: t.shape)) - loss(Tensor(down, shape: t.shape))) / (2 * step)
      }
    }
    let padding = Padding2D.explicit(top: 1, bottom: 2, left: 0, right: 1)
    let dx = g.conv2dInputGradient(w, inputShape: x.shape, stride: 2, padding: padding, groups: 2)
    let dw = g.conv2dWeightGradient(input: x, weightShape: w.shape, stride: 2, padding: padding, groups: 2).weights
    #expect(relativeDifference(dx.scalars, differences(x) { loss($0, w) }) < 1e-9)
    #expect(relativeDifference(dw.scalars, differences(w) { loss(x, $0) }) < 1e-9)
  }

  @Test func samePaddingKeepsTheExtent() {
    func output(_ extent: Int, _ kernel: Int, _ stride: Int) -> Int {
      Convolution2D(
        input: [1, 1, extent, extent], weights: [1, 1, kernel, kernel], stride: Extent2D(stride), padding: .same
      ).output.height
    }
    for extent in 1...9 {
      for kernel in 1...4 {
        for stride in 1...3 { #expect(output(extent, kernel, stride) == (extent + stride - 1) / stride) }
      }
    }
  }

  @Test func viewsAreRead() {
    let x: Tensor<Float> = testNumbers([2, 3, 8, 9])
    let w: Tensor<Float> = testNumbers([4, 3, 3, 3], seed: 2)
    #expect(x.spreadForTest.conv2d(w.spreadForTest).scalars == x.conv2d(w).scalars)
  }

  @Test func nothingDependsOnThreads() {
    let x: Tensor<Float> = testNumbers([5, 6, 40, 41], seed: 1)
    let w: Tensor<Float> = testNumbers([10, 3, 3, 3], seed: 2)
    let g: Tensor<Float> = testNumbers([5, 10, 20, 21], seed: 3)
    let runs = resultsWithThreads {
      let gradients = g.conv2dWeightGradient(input: x, weightShape: w.shape, stride: 2, padding: 1, groups: 2)
      return [
        x.conv2d(w, stride: 2, padding: 1, groups: 2), gradients.weights, gradients.bias,
        g.conv2dInputGradient(w, inputShape: x.shape, stride: 2, padding: 1, groups: 2),
      ].map(\.scalars)
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }
}
