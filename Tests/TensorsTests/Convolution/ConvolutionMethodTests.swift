import TestSupport
import Testing

@testable import Tensors

/// Every method on every shape that it suits, whether it would be chosen there or not.
@Suite(.serialized) struct ConvolutionMethodTests {
  @Test(arguments: ConvolutionTests.caseNames) func everyMethodEqualsTorch(name: String) throws {
    let expected = try Fixture("convolution")
    try check(name, expected, Double.self, tolerance: 1e-12)
    try check(name, expected, Float.self, tolerance: 2e-5)
  }

  private func check<S: FloatingScalar>(_ name: String, _ expected: Fixture, _: S.Type, tolerance: Double) throws {
    let c = ConvolutionTests.convolution(expected["\(name).settings"].data.map { Int($0) })
    for method in ConvolutionMethod.allCases where method.suits(c, S.self) {
      let run = ExecutorRun<S>(
        c, .current, method, x: ConvolutionTests.numbers(c.inputShape, 1), w: ConvolutionTests.numbers(c.weightShape, 2),
        b: ConvolutionTests.numbers([c.outputChannels], 3), dy: ConvolutionTests.numbers(c.outputShape, 4))
      #expect(relativeDifference(run.output, expected["\(name).output"].data) < tolerance, "\(method)")
      #expect(relativeDifference(run.inputGradient, expected["\(name).input"].data) < tolerance, "\(method)")
      #expect(relativeDifference(run.filterGradient, expected["\(name).weights"].data) < tolerance, "\(method)")
      #expect(relativeDifference(run.biasGradient, expected["\(name).bias"].data) < tolerance, "\(method)")
    }
  }

  /// Sizes around vectors, blocks of filters, tiles and strips: images, channels, extent, filters.
  static let sizes = [
    (1, 1, 1, 1), (2, 3, 15, 7), (1, 4, 16, 8), (3, 5, 17, 9), (1, 4, 33, 9), (2, 2, 31, 12), (1, 3, 48, 5), (1, 70, 9, 5),
    (37, 3, 5, 4), (1, 2, 70, 9), (33, 17, 4, 3),
  ]

  @Test(arguments: sizes) func everyMethodEqualsTheDefinition(sizes: (Int, Int, Int, Int)) {
    let (n, channels, extent, filters) = sizes
    for (kernel, stride, padding) in [(1, 1, 0), (3, 1, 0), (3, 1, 1), (3, 1, 2), (3, 2, 1), (5, 3, 2)]
    where extent + 2 * padding >= kernel {
      checkAll(
        Convolution2D(
          input: [n, channels, extent, extent + 1], weights: [filters, channels, kernel, kernel], stride: Extent2D(stride),
          padding: .symmetric(Extent2D(padding))))
    }
  }

  @Test func everyMethodKnowsGroups() {
    for (groups, channels, filters) in [(2, 6, 8), (3, 3, 9), (4, 8, 4)] {
      checkAll(
        Convolution2D(
          input: [3, channels, 9, 21], weights: [filters, channels / groups, 3, 3],
          padding: .explicit(top: 2, bottom: 1, left: 0, right: 1), groups: groups))
    }
  }

  private func checkAll(_ c: Convolution2D) {
    let naive = NaiveConvolution(c: c)
    let (xs, ws, dys): (Tensor<Float>, Tensor<Float>, Tensor<Float>) = (
      testNumbers(c.inputShape, seed: 1), testNumbers(c.weightShape, seed: 2), testNumbers(c.outputShape, seed: 3)
    )
    let (x, w, dy) = (xs.scalars.map(Double.init), ws.scalars.map(Double.init), dys.scalars.map(Double.init))
    let expected = (naive.output(x, w), naive.inputGradient(dy, w), naive.filterGradient(x, dy), naive.biasGradient(dy))
    for isa in InstructionSet.allCases where isa <= .current {
      check(c, isa, x.map { Float($0) }, w.map { Float($0) }, dy.map { Float($0) }, expected, tolerance: 1e-4)
      check(c, isa, x, w, dy, expected, tolerance: 1e-11)
    }
  }

  private func check<S: FloatingScalar>(
    _ c: Convolution2D, _ isa: InstructionSet, _ x: [S], _ w: [S], _ dy: [S],
    _ expected: (output: [Double], input: [Double], filters: [Double], bias: [Double]), tolerance: Double
  ) {
    for method in ConvolutionMethod.allCases where method.suits(c, S.self) {
      for times in [0, 1] {
        let run = ExecutorRun<S>(
          c, isa, method, x: Tensor(x, shape: c.inputShape), w: Tensor(w, shape: c.weightShape), b: nil,
          dy: Tensor(dy, shape: c.outputShape), times: times)
        func expect(_ values: [S], _ expected: [Double], _ what: String) {
          #expect(
            relativeDifference(values, expected.map { $0 * Double(times + 1) }) < tolerance,
            "\(what) of \(c.inputShape), \(c.weightShape) by \(method), \(times)")
        }
        if times == 0 { #expect(relativeDifference(run.output, expected.output) < tolerance, "\(c.inputShape) by \(method)") }
        expect(run.inputGradient, expected.input, "input gradient")
        expect(run.filterGradient, expected.filters, "filter gradient")
        expect(run.biasGradient, expected.bias, "bias gradient")
      }
    }
  }

  /// The error of minimal filtering beside the definition's in Double, relative to the largest value: below 1e-5 in Float.
  @Test func minimalFilteringIsAccurate() {
    let c = Convolution2D(input: [2, 64, 28, 28], weights: [64, 64, 3, 3], padding: 1)
    var generator = RandomGenerator(seed: 5)
    let x = Tensor<Float>.normal(c.inputShape, using: &generator)
    let w = Tensor<Float>.normal(c.weightShape, using: &generator)
    let dy = Tensor<Float>.normal(c.outputShape, using: &generator)
    let run = ExecutorRun<Float>(c, .current, .winograd, x: x, w: w, b: nil, dy: dy)
    func double(_ t: Tensor<Float>) -> Tensor<Double> { Tensor(t.scalars.map(Double.init), shape: t.shape) }
    let exact = ExecutorRun<Double>(c, .current, .direct, x: double(x), w: double(w), b: nil, dy: double(dy))
    func error(_ a: [Float], _ b: [Double]) -> Double {
      zip(a, b).map { abs(Double($0) - $1) }.max()! / b.map { abs($0) }.max()!
    }
    #expect(error(run.output, exact.output) < 1e-5)
    #expect(error(run.inputGradient, exact.inputGradient) < 1e-5)
    #expect(error(run.filterGradient, exact.filterGradient) < 1e-5)
  }

  @Test(arguments: ConvolutionMethod.allCases) func nothingDependsOnThreads(method: ConvolutionMethod) {
    for c in [
      Convolution2D(input: [5, 6, 40, 41], weights: [10, 3, 3, 3], padding: 1, groups: 2),
      Convolution2D(input: [40, 3, 6, 7], weights: [5, 3, 3, 3], padding: 1),
    ] {
      let runs = resultsWithThreads {
        let run = ExecutorRun<Float>(
          c, .current, method, x: testNumbers(c.inputShape, seed: 1), w: testNumbers(c.weightShape, seed: 2), b: nil,
          dy: testNumbers(c.outputShape, seed: 3))
        return [run.output, run.inputGradient, run.filterGradient, run.biasGradient]
      }
      #expect(runs[0] == runs[1] && runs[0] == runs[2])
    }
  }
}
