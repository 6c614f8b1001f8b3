import Tensors
import Testing

/// What a copy shows never changes, however it and its original are written; and writing copies no more than it must.
@Suite struct ValueSemanticsTests {
  private func address<Scalar>(_ tensor: Tensor<Scalar>) -> UnsafePointer<Scalar>? {
    tensor.withUnsafeBufferPointer { $0.baseAddress }
  }

  /// Ways to write to a [4, 6] tensor.
  static let writes: [(name: String, write: @Sendable (inout Tensor<Double>) -> Void)] = [
    ("element", { $0[at: 1, 2] = 99 }),
    ("fill", { $0.fill(3) }),
    ("row", { $0[2].fill(8) }),
    ("slice", { $0[.all, .slice(1, 5, step: 2)] += 1 }),
    ("assign", { $0[1] = $0[0] }),
    ("mask", { $0[$0 .> 3].fill(-1) }),
    ("array", { $0[[0, 3]] *= 2 }),
    ("operator", { $0 -= 1 }),
    ("tensor operator", { $0 *= $0 }),
    ("function", { $0.map(.exp) }),
    ("buffer", { $0.withUnsafeMutableBufferPointer { $0[0] = 5 } }),
    ("row buffer", { $0[.all, 1].withUnsafeMutableBufferPointer { $0[0] = 5 } }),
    ("row replaced", { row($0[1], &$0[2]) }),
  ]

  private static func row(_ new: Tensor<Double>, _ target: inout Tensor<Double>) { target = new + 1 }

  @Test(arguments: writes.indices) func writesAreSeenByNobodyElse(number: Int) {
    let write = Self.writes[number].write
    let plain = Tensor<Double>.arange(24).reshaped([4, 6])
    let kinds: [Tensor<Double>] = [
      plain, Tensor<Double>.arange(24).reshaped([6, 4]).transposed, Tensor<Double>.arange(48).reshaped([8, 6])[.slice(step: -2)],
      Tensor<Double>.arange(6).broadcast(to: [4, 6]),
    ]
    for original in kinds {
      let scalars = original.scalars
      var copy = original
      let view = copy[1..., 2]
      let viewed = view.scalars
      write(&copy)
      #expect(original.scalars == scalars)
      #expect(view.scalars == viewed)
      var alone = Tensor(scalars, shape: [4, 6])
      write(&alone)
      #expect(copy == alone, "the same result whatever the memory: \(Self.writes[number].name)")
      #expect(copy.shape == [4, 6])
    }
  }

  @Test func viewsShareMemoryAndWritesThroughIndicesHappenInPlace() {
    var t = Tensor<Float>.zeros([100, 10])
    let before = address(t)
    #expect(address(t[7]) == before.map { $0 + 70 })
    t[3] += 1
    t[.all, 2].fill(4)
    t[.slice(step: 2), .slice(step: -3)] -= 1
    t[at: 0, 0] = 1
    t[t .> 3].fill(0)
    t[5] = t[3] + 1
    t[1..<3][0] += 2
    #expect(address(t) == before)
    #expect(t[at: 1, 0] == 2)
  }

  @Test func aCopyTakenWhileAViewIsMutatedKeepsItsValue() {
    var kept: [Tensor<Int>] = []
    func keep(_ view: inout Tensor<Int>) {
      kept.append(view)
      view += 1
      kept.append(view)
    }
    func keepAndReplace(_ view: inout Tensor<Int>) {
      view += 1
      kept.append(view)
      view = Tensor([7, 7])
    }
    var t = Tensor<Int>.arange(6).reshaped([3, 2])
    keep(&t[1])
    keepAndReplace(&t[2])
    t.fill(0)
    #expect(kept == [Tensor([2, 3]), Tensor([3, 4]), Tensor([5, 6])])
  }

  @Test func replacedViewsAreWrittenBack() {
    func replace(_ view: inout Tensor<Int>) { view = Tensor(scalar: 9) }
    var t = Tensor<Int>.arange(6).reshaped([3, 2])
    replace(&t[1])
    #expect(t == Tensor([[0, 1], [9, 9], [4, 5]]))
    func flip(_ view: inout Tensor<Int>) { view = view.flipped() }
    flip(&t[.all, 1])
    #expect(t == Tensor([[0, 5], [9, 9], [4, 1]]))
  }

  @Test func outParametersKeepTheirMemory() {
    let a = Tensor<Double>.arange(12).reshaped([3, 4])
    var out = Tensor<Double>.zeros([3, 4])
    let before = address(out)
    a.add(a, into: &out)
    a.transposed.multiply(Tensor<Double>.ones([4, 3]), into: &out)
    #expect(out == a.transposed)
    a.map(.exp, into: &out)
    #expect(out == a.exp())
    var kept = Tensor<Double>.zeros([3, 4])
    let memory = address(kept)
    a.divide(Tensor<Double>.full([4], 2), into: &kept)
    #expect(address(kept) == memory && before != nil)
    #expect(kept == a * 0.5)
    let shared = kept
    a.subtract(shared, into: &kept)
    #expect(shared == a * 0.5 && kept == a * 0.5)
  }
}
