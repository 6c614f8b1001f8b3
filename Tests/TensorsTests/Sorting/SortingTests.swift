import Tensors
import Testing

@Suite struct SortingTests {
  @Test func sortsAsNumPyDoes() throws {
    let t = try NumPy.tensor("with_nan")
    let ties = Tensor<Int>(try NumPy.tensor("ties"))
    for axis in 0..<3 {
      try NumPy.expect(t.sorted(axis: axis), "sort.values.\(axis)")
      try NumPy.expect(ties.argsort(axis: axis), "sort.positions.\(axis)")
      try NumPy.expect(ties.argsort(axis: axis, descending: true), "sort.descending.\(axis)")
      try NumPy.expect(ties.topK(2, axis: axis).values, "sort.top.\(axis)")
      #expect(ties.topK(2, axis: axis).positions == ties.argsort(axis: axis, descending: true).split(at: [2], axis: axis)[0])
    }
  }

  /// Against the standard library's sort, which is stable.
  @Test(arguments: [0, 1, 2, 31, 32, 33, 255, 1000, 40_000]) func sortsLinesOfAnyLength(count: Int) {
    let values = (0..<count).map { Double(($0 &* 7919) % 1013) * 1.7 - 500 }
    func check<Scalar: NumericScalar>(_ t: Tensor<Scalar>) {
      let scalars = t.scalars
      let order = scalars.indices.sorted { scalars[$0] < scalars[$1] }
      #expect(t.argsort().scalars == order)
      #expect(t.sorted().scalars == order.map { scalars[$0] })
      #expect(t.sorted(descending: true).scalars == order.map { scalars[$0] }.reversed())
      for k in [0, 1, 5, count] where k <= count {
        #expect(t.topK(k, largest: false).positions.scalars == Array(order.prefix(k)))
      }
    }
    check(Tensor<Double>(values))
    check(Tensor<Float>(Tensor<Double>(values)))
    check(Tensor<Int>(Tensor<Double>(values)))
    check(Tensor<Int32>(Tensor<Double>(values)))
    check(Tensor<UInt8>(Tensor<Double>(values)))
  }

  @Test func extremeValuesKeepTheirOrder() {
    let ordered: [Double] = [
      -.infinity, -.greatestFiniteMagnitude, -1, -.leastNormalMagnitude, -.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 1,
      .greatestFiniteMagnitude, .infinity, .nan,
    ]
    #expect(Tensor(ordered).argsort() == .arange(11))
    #expect(Tensor(Array(ordered.reversed())).argsort().scalars == (0..<11).reversed())
    #expect(Tensor<Double>([0, -0.0, 0]).argsort() == Tensor([0, 1, 2]))
    #expect(Tensor<Double>([1, -.nan, 0]).argsort() == Tensor([2, 0, 1]))
    #expect(Tensor<Int>([.max, 0, .min]).sorted() == Tensor([.min, 0, .max]))
    #expect(Tensor([true, false]).sorted() == Tensor([false, true]))
  }

  @Test func uniqueElements() throws {
    let unique = Tensor<Int>(try NumPy.tensor("ties")).unique()
    try NumPy.expect(unique.values, "unique.values")
    try NumPy.expect(unique.positions, "unique.first")
    try NumPy.expect(unique.inverse, "unique.inverse")
    try NumPy.expect(unique.counts, "unique.counts")
    #expect(Tensor<Float>([.nan, 1, .nan]).unique().counts == Tensor([1, 2]))
    #expect(Tensor<Float>.zeros([0]).unique().values.count == 0)
  }
}
