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
  static func numbers<S: FloatingScalar>(_ shape: Shape, _ seed: Int) -> Tensor<S> {
    Tensor((0..<shape.elementCount).map { S((($0 + seed * 1_000) * 2_654_435_761 & 0xFFFF_FFFF) >> 24) / 256 - 0.5 }, shape: shape)
  }

  @Test(arguments: caseNames) func equalsTorch(name: String) throws {
    let expected = try Fixture("convolution")
    try check(name, expected, Double.self, tolerance: 1e-12)
    try check(name, expected, Float.self, tolerance: 2e-5)
  }

  /// The convolution of a case's settings.
  static func convolution(_ s: [Int]) -> Convolution2D {
    Convolution2D(
      input: Shape(Array(s[0..<4])), weights: Shape(Array(s[4..<8])), stride: Extent2D(height: s[8], width: s[9]),
      padding: .symmetric(Extent2D(height: s[10], width: s[11])), dilation: Extent2D(height: s[12], width: s[13]), groups: s[14])
  }

  private func check<S: FloatingScalar>(_ name: String, _ expected: Fixture, _: S.Type, tolerance: Double) throws {
    let c = Self.convolution(expected["\(name).settings"].data.map { Int($0) })
    let (inputShape, weightShape, stride, dilation, groups) = (c.inputShape, c.weightShape, c.stride, c.dilation, c.groups)
    let padding = Padding2D.symmetric(Extent2D(height: c.paddingTop, width: c.paddingLeft))
    let x: Tensor<S> = Self.numbers(inputShape, 1)
    let w: Tensor<S> = Self.numbers(weightShape, 2)
    let b: Tensor<S> = Self.numbers([weightShape[0]], 3)
    let y = x.conv2d(w, bias: b, stride: stride, padding: padding, dilation: dilation, groups: groups)
    #expect(y.shape.dimensions == expected["\(name).output"].shape)
    #expect(relativeDifference(y.scalars, expected["\(name).output"].data) < tolerance)
    let dy: Tensor<S> = Self.numbers(y.shape, 4)
    let dx = dy.conv2dInputGradient(
      w, inputShape: inputShape, stride: stride, padding: padding, dilation: dilation, groups: groups)
    #expect(relativeDifference(dx.scalars, expected["\(name).input"].data) < tolerance)
    let gradients = dy.conv2dWeightGradient(
      input: x, weightShape: weightShape, stride: stride, padding: padding, dilation: dilation, groups: groups)
    #expect(relativeDifference(gradients.weights.scalars, expected["\(name).weights"].data) < tolerance)
    #expect(relativeDifference(gradients.bias.scalars, expected["\(name).bias"].data) < tolerance)
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
