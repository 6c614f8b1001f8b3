import Tensors
import Testing

@Suite struct IndexingTests {
  @Test func basicIndicesGiveWhatNumPyGives() throws {
    let t = try NumPy.numbers
    try NumPy.expect(t[0], "index.first")
    try NumPy.expect(t[-1], "index.last")
    try NumPy.expect(t[1, -2], "index.two")
    try NumPy.expect(t[1..<3, ..<2], "index.range")
    try NumPy.expect(t[..<(-1), .slice(1, -1)], "index.negative_end")
    try NumPy.expect(t[.slice(step: 2), .slice(1, step: 2), .slice(step: -1)], "index.step")
    try NumPy.expect(t[.all, .slice(3, 0, step: -2)], "index.backwards")
    try NumPy.expect(t[.all, 2...98, 9...], "index.beyond")
    try NumPy.expect(t[.ellipsis, 0], "index.ellipsis")
    try NumPy.expect(t[0, .ellipsis, 1...2], "index.ellipsis_between")
    try NumPy.expect(t[.all, .newAxis, 1, .ellipsis, .newAxis], "index.new_axis")
  }

  @Test func arraysAndMasksGiveWhatNumPyGives() throws {
    let t = try NumPy.numbers
    try NumPy.expect(t[[2, 0, -1]], "index.array")
    try NumPy.expect(t[.all, [3, 0, 0]], "index.array_middle")
    try NumPy.expect(t[.ellipsis, [4, 1]], "index.array_last")
    try NumPy.expect(t[.all, [0, 1], [2, -1]], "index.arrays_together")
    try NumPy.expect(t[[0, 1], .all, [2, -1]], "index.arrays_apart")
    try NumPy.expect(t[Tensor<Int32>([[0], [2]]), [1, 3, 0]], "index.arrays_broadcast")
    try NumPy.expect(t[0, .all, [1, 3]], "index.array_with_integer")
    try NumPy.expect(t[.all, 1, [1, 3, 4]], "index.integer_beside_array")
    try NumPy.expect(t[t .> 1], "index.mask")
    try NumPy.expect(t[Tensor([true, false, true])], "index.mask_rows")
    try NumPy.expect(t[1..., Tensor([true, false, false, true]), .slice(step: 2)], "index.mask_inner")
    try NumPy.expect(t[t[.ellipsis, 0] .< 0], "index.mask_two_axes")
    try NumPy.expect(t[.slice(step: -1)][.ellipsis, .slice(step: 2)][.all, [1, 1, 2]], "index.slice_then_array")
  }

  @Test func assignmentsWriteWhatNumPyWrites() throws {
    let t = try NumPy.numbers
    func expect(_ name: String, _ write: (inout Tensor<Double>) -> Void) throws {
      var w = t
      write(&w)
      try NumPy.expect(w, name)
    }
    try expect("write.row") { $0[1].fill(5) }
    try expect("write.row") { $0[1] = Tensor(scalar: 5) }
    try expect("write.region") { $0[.ellipsis, 1..<3] = t[.all, .slice(step: -1), ..<2] }
    try expect("write.broadcast") { $0[.all, 0, .slice(step: 2)] = Tensor([1, 2, 3]) }
    try expect("write.mask") { $0[$0 .< 0].fill(0) }
    try expect("write.array") { $0[.all, [0, 2]] = Tensor([[1], [2]]) }
    try expect("write.add") { $0[1...] += $0[..<(-1)] }
    try expect("write.scale_mask") { $0[$0 .> 1] *= 2 }
  }

  @Test func assigningPartsOfATensorToItselfReadsBeforeItWrites() throws {
    var down = try NumPy.numbers
    down[1...] = down[..<2]
    try NumPy.expect(down, "write.shift_down")
    var flipped = try NumPy.numbers
    flipped[.all, .slice(step: -1)] = flipped
    try NumPy.expect(flipped, "write.flip")
    var line = Tensor<Int>.arange(5)
    line[1...] = line[..<(-1)]
    #expect(line == Tensor([0, 0, 1, 2, 3]))
    line[..<(-1)] = line[1...]
    #expect(line == Tensor([0, 1, 2, 3, 3]))
  }

  @Test func elementsAreReadAndWrittenInPlace() {
    var t = Tensor<Int>.arange(24).reshaped([2, 3, 4])
    #expect(t[at: 1, -1, 0] == 20)
    #expect(t[at: [0, 2, 3]] == 11)
    let before = t
    t[at: 1, 2, 3] += 100
    t[at: [0, 0, 0]] = -1
    #expect(t[at: 1, 2, 3] == 123 && t[at: 0, 0, 0] == -1)
    #expect(before[at: 1, 2, 3] == 23 && before[at: 0, 0, 0] == 0)
    var column = t.transposed[3, 2]
    column[at: 0] = 7
    #expect(column == Tensor([7, 123]) && t[at: 0, 2, 3] == 11)
    #expect(t[1, 0, 0].item == 12)
  }

  @Test func gatheringAlongAnAxis() throws {
    let t = try NumPy.numbers
    try NumPy.expect(t.take([3, 0, 0], axis: 1), "index.array_middle")
    try NumPy.expect(t.takeAlong(t.argsort(axis: 1), axis: 1), "rearrange.take_along")
  }

  @Test(arguments: [1, 7, 8, 31, 33, 64, 257]) func transposedCopiesOfAwkwardSizes(size: Int) {
    let t = Tensor<Float>.arange(Float(size * (size + 3))).reshaped([size, size + 3])
    let copy = t.transposed.copied()
    for (i, j) in [(0, 0), (size + 2, size - 1), (size / 2, size / 3)] { #expect(copy[at: i, j] == t[at: j, i]) }
    #expect(copy.transposed == t)
  }
}
