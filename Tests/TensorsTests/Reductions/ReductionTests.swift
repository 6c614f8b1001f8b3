import TestSupport
import Tensors
import Testing

@Suite struct ReductionTests {
  @Test func sumsAndMomentsAlongAxes() throws {
    let t = try NumPy.numbers
    for axis in 0..<3 {
      try NumPy.expect(t.sum(axis: axis), "reduce.sum.\(axis)")
      try NumPy.expect(t.mean(axis: axis), "reduce.mean.\(axis)", tolerance: 1e-15)
      try NumPy.expect(t.variance(axis: axis), "reduce.variance.\(axis)", tolerance: 1e-15)
      try NumPy.expect(t.standardDeviation(axis: axis), "reduce.standardDeviation.\(axis)", tolerance: 1e-15)
      try NumPy.expect(t.min(axis: axis), "reduce.min.\(axis)")
      try NumPy.expect(t.max(axis: axis - 3), "reduce.max.\(axis)")
      try NumPy.expect(t.product(axis: axis), "reduce.product.\(axis)", tolerance: 1e-15)
      try NumPy.expect(t.argmin(axis: axis), "reduce.argmin.\(axis)")
      try NumPy.expect(t.argmax(axis: axis), "reduce.argmax.\(axis)")
      try NumPy.expect(t.cumulativeSum(axis: axis), "reduce.cumulativeSum.\(axis)")
    }
    try NumPy.expect(t.sum(axis: -2, keepDimensions: true), "reduce.sum.kept")
    try NumPy.expect(t.variance(axis: -2, keepDimensions: true), "reduce.variance.kept", tolerance: 1e-15)
    try NumPy.expect(t.variance(axis: 1, ddof: 1), "reduce.variance.ddof", tolerance: 1e-15)
    try NumPy.expect(t.sum(axes: [2, 0]), "reduce.sum.axes")
    try NumPy.expect(t.mean(axes: [0, -1]), "reduce.mean.axes", tolerance: 1e-15)
    try NumPy.expect(t.variance(axes: [0, 2]), "reduce.variance.axes", tolerance: 1e-15)
    try NumPy.expect(t.min(axes: [0, 2]), "reduce.min.axes")
  }

  @Test func reductionsOfViewsAndOfEverything() throws {
    let t = try NumPy.numbers
    let view = t.transposed[.slice(step: 2), .slice(step: -1)]
    try NumPy.expect(view.sum(axes: [0, 1]), "reduce.sum.view")
    try NumPy.expect(view.mean(axes: [0, 1]), "reduce.mean.view", tolerance: 1e-15)
    try NumPy.expect(view.variance(axes: [0, 1]), "reduce.variance.view", tolerance: 1e-15)
    try NumPy.expect(view.min(axes: [0, 1]), "reduce.min.view")
    try NumPy.expect(view.max(axes: [0, 1]), "reduce.max.view")
    try NumPy.expect(Tensor(scalar: t.sum()), "reduce.sum.all")
    try NumPy.expect(Tensor(scalar: t.mean()), "reduce.mean.all", tolerance: 1e-15)
    try NumPy.expect(Tensor(scalar: t.variance()), "reduce.variance.all", tolerance: 1e-15)
    try NumPy.expect(Tensor(scalar: t.standardDeviation()), "reduce.standardDeviation.all", tolerance: 1e-15)
    try NumPy.expect(Tensor(scalar: t.product()), "reduce.product.all", tolerance: 1e-14)
    try NumPy.expect(Tensor(scalar: t.max()), "reduce.max.all")
    try NumPy.expect(t.norm(.manhattan, axis: 1), "reduce.norm.manhattan")
    try NumPy.expect(t.norm(axis: 1), "reduce.norm.euclidean", tolerance: 1e-15)
    try NumPy.expect(t.norm(.maximum, axis: 1), "reduce.norm.maximum")
    try NumPy.expect((t .> 3).any(axis: 1), "reduce.any")
    try NumPy.expect((t .> -3).all(axis: 1), "reduce.all")
  }

  @Test func nanIsTheExtremeElement() throws {
    let t = try NumPy.tensor("with_nan")
    try NumPy.expect(t.argmax(axis: 1), "reduce.argmax.nan")
    try NumPy.expect(t.max(axis: 1), "reduce.max.nan")
    try NumPy.expect(t.min(axis: 2), "reduce.min.nan")
    #expect(t.max().isNaN && t.argmin() == 33)
    #expect(Tensor<Double>([-.infinity, -.infinity]).max() == -.infinity)
  }

  @Test func emptySumsAreZeroAndWideOnesDoNotOverflow() {
    #expect(Tensor<Float>.zeros([0]).sum() == 0)
    #expect(Tensor<Float>.zeros([0, 3]).sum(axis: 0) == Tensor([0, 0, 0]))
    #expect(Tensor<Float>.zeros([3, 0]).max(axis: 0).shape == [0])
    #expect(Tensor<Float>.zeros([0]).mean().isNaN)
    #expect(Tensor<Float>.full([100], 1e38).mean() == 1e38)
    #expect(Tensor<UInt8>.full([1000, 300], 255).sum() == 76_500_000)
    #expect(Tensor<Float>([3e20, 4e20]).norm() == 5e20)
  }

  /// Against sums in order: over one and several pieces of work, rows and columns, with gaps and without.
  @Test(arguments: [[1, 5], [300, 17], [70_000, 3], [3, 70_000], [40, 50, 200], [513, 1031], [2, 3, 5, 7, 11, 13]])
  func everyShapeOfLoop(dimensions: [Int]) {
    let count = dimensions.reduce(1, *)
    let values = (0..<count).map { Double(($0 &* 7919) % 1009) - 300 }
    let t = Tensor<Double>(values, shape: Shape(dimensions))
    for view in [t, t.transposed, t.flipped(axis: 0), t.swappingAxes(0, -1)[.ellipsis, .slice(step: 2)]] {
      for axis in 0..<view.rank {
        let moved = view.movingAxis(axis, to: -1).copied()
        let length = moved.shape[moved.rank - 1]
        var sums: [Double] = []
        var largest: [Int] = []
        moved.withUnsafeBufferPointer { buffer in
          for start in stride(from: 0, to: buffer.count, by: length) {
            let line = buffer[start..<(start + length)]
            sums.append(line.reduce(0, +))
            largest.append(line.indices.max { line[$0] < line[$1] || (line[$0] == line[$1] && $0 > $1) }! - start)
          }
        }
        #expect(view.sum(axis: axis).scalars == sums)
        #expect(Tensor<Float>(view).sum(axis: axis).scalars == sums.map { Float($0) })
        #expect(Tensor<Int32>(view).sum(axis: axis).scalars == sums.map { Int($0) })
        #expect(view.argmax(axis: axis).scalars == largest)
        #expect(view.max(axis: axis).flattened() == moved.reshaped([-1, length]).takeAlong(
          Tensor<Int>(largest).expanded(axis: 1), axis: 1).flattened())
      }
      #expect(view.sum() == view.scalars.reduce(0, +))
    }
  }

  /// A running Float sum of ten million tenths is off by a tenth.
  @Test func sumsStayExactEnough() {
    let tenths = Tensor<Float>.full([10_000_000], 0.1)
    #expect(abs(tenths.sum() - 1_000_000.0149) < 0.1)
    #expect(abs(tenths.reshaped([1_000_000, 10]).sum(axis: 0)[at: 3] - 100_000.0015) < 0.01)
    let doubles = Tensor<Double>.full([10_000_000], 0.1)
    #expect(abs(doubles.sum() - 1_000_000) < 1e-8)
    #expect(Tensor<Float>.full([1_000_003], 1e4 + 1).variance() == 0)
  }
}

@Suite(.serialized) struct ReductionThreadsTests {
  @Test func resultsDoNotDependOnThreads() {
    let t = Tensor<Float>((0..<1_200_000).map { Float(($0 &* 7919) % 100_003) * 0.37 }, shape: [60_000, 20])
    let results = resultsWithThreads { [t.sum(axis: 0), t.sum(axis: 1), t.variance(axis: 0), Tensor(scalar: t.sum())] }
    for other in results.dropFirst() { #expect(other == results[0]) }
  }
}
