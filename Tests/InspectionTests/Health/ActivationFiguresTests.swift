import Foundation
import Tensors
import Testing

@testable import Inspection

@Suite struct ActivationFiguresTests {
  /// [samples, units] with unit 0 silent, unit 1 nearly so, unit 2 active.
  @Test func silentUnitsAreCounted() {
    let values = Tensor<Float>((0..<500).flatMap { [0, $0 == 7 ? 1 : 0, Float($0 % 2)] }, shape: [500, 3])
    let figures = ActivationFigures(values, kind: .rectifier)
    #expect(figures.deadShare == 2.0 / 3 && figures.seenCount == 500)
    #expect(figures.dormantShare == 2.0 / 3)
    // Before the rectifier the same units are at or below zero.
    let inputs = Tensor<Float>((0..<500).flatMap { [-3, $0 == 7 ? 1 : -1, Float($0 % 2)] }, shape: [500, 3])
    let before = ActivationFigures(inputs, kind: .rectifier, isInput: true)
    #expect(before.deadShare == 2.0 / 3 && before.dormantShare == 2.0 / 3)
  }

  /// A feature map's places are more samples.
  @Test func placesCountAsSamples() {
    let values = Tensor<Float>((0..<2 * 2 * 50).map { $0 / 50 % 2 == 0 ? 0 : 1 }, shape: [2, 2, 5, 10])
    #expect(ActivationFigures(values, kind: .rectifier).deadShare == 0.5)
    #expect(ActivationFigures(values, kind: .rectifier).seenCount == 100)
  }

  @Test func endsAndPeaks() {
    let ends = Tensor<Float>((0..<100).map { $0 % 2 == 0 ? 1 : -1 }, shape: [100, 1])
    let figures = ActivationFigures(ends, kind: .tanh)
    #expect(figures.saturatedShare == 1 && abs(figures.bimodality - 1) < 1e-9)
    // Uniform: kurtosis 9/5, so 5/9; normal: 1/3.
    let uniform = ActivationFigures(Tensor<Float>((0..<10_000).map { Float($0) / 5_000 - 1 }, shape: [10_000, 1]), kind: .tanh)
    #expect(abs(uniform.bimodality - 5.0 / 9) < 1e-3 && abs(uniform.saturatedShare - 0.03) < 1e-3)
    var generator = RandomGenerator(seed: 1)
    let normal = ActivationFigures(Tensor<Float>.normal([20_000, 1], using: &generator) * 0.1, kind: .tanh)
    #expect(abs(normal.bimodality - 1.0 / 3) < 0.02 && normal.saturatedShare == 0)
    // The inputs of a sigmoid, and the same as a distribution.
    let inputs = Tensor<Float>((0..<100).map { $0 < 60 ? 40 : 0 }, shape: [100, 1])
    #expect(ActivationFigures(inputs, kind: .sigmoid, isInput: true).saturatedShare == 0.6)
    let buckets = [(left: -1.0, right: -0.98, count: 30.0), (left: -0.1, right: 0.1, count: 40.0), (left: 0.98, right: 1.0, count: 30.0)]
    #expect(ActivationFigures(buckets: buckets, kind: .tanh).saturatedShare == 0.6)
  }

  @Test func whatIsNotFiniteIsCountedApart() {
    let values = Tensor<Float>([.nan, 1, .infinity, 0], shape: [2, 2])
    #expect(ActivationFigures(values, kind: .rectifier).nonFiniteCount == 2)
    #expect(ActivationFigures(buckets: [(.nan, .nan, 3), (0, 1, 5)], kind: .other).nonFiniteCount == 3)
    let figures = TensorFigures(buckets: [(.nan, .nan, 3), (1, 1, 4)])
    #expect(figures.nonFiniteCount == 3 && figures.count == 7 && figures.meanMagnitude == 1 && figures.norm == 2)
  }
}
