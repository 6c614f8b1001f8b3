@testable import Tensors
import Testing

@Suite struct RearrangingTests {
  @Test func axesMove() throws {
    let t = try NumPy.numbers
    try NumPy.expect(t.transposed, "rearrange.transpose")
    try NumPy.expect(t.permuted([1, 2, 0]), "rearrange.permute")
    try NumPy.expect(t.movingAxis(0, to: -1), "rearrange.move")
    try NumPy.expect(t.transposed.reshaped([6, -1]), "rearrange.reshape")
    #expect(t.expanded(axis: -1).expanded(axis: 0).shape == [1, 3, 4, 5, 1])
    #expect(t.expanded(axis: -1).expanded(axis: 0).squeezed() == t)
    #expect(t.squeezed(axes: []).swappingAxes(0, 2) == t.transposed)
  }

  @Test func reshapingIsAViewWhereItCanBe() {
    let t = Tensor<Int>.arange(120).reshaped([2, 3, 4, 5])
    func isView(_ view: Tensor<Int>, _ dimensions: [Int]) -> Bool {
      let reshaped = view.reshaped(dimensions)
      #expect(reshaped.scalars == view.scalars)
      // A view that is written through leaves the original alone, so compare addresses: of element 0 of both.
      let first = [Int](repeating: 0, count: view.rank)
      return view[.ellipsis].address(first) == reshaped.address([Int](repeating: 0, count: reshaped.rank))
    }
    #expect(isView(t, [6, 20]))
    #expect(isView(t.permuted([1, 0, 2, 3]), [3, 2, 20]))
    #expect(isView(t.transposed, [5, 2, 2, 3, 2]))
    #expect(isView(t[.slice(step: -1)], [2, 60]))
    #expect(isView(t[.all, .all, 1..<3], [6, 10]))
    #expect(!isView(t.transposed, [120]))
    #expect(!isView(t[.all, .all, 1..<3], [60]))
    #expect(isView(Tensor<Int>.arange(3).broadcast(to: [4, 2, 3]), [8, 3]))
    #expect(Tensor<Int>.zeros([0, 3]).transposed.reshaped([2, 0]).shape == [2, 0])
  }

  @Test func joiningAndSplitting() throws {
    let t = try NumPy.numbers
    try NumPy.expect(
      Tensor.concatenated([t, t[.all, 1..<3], t[.all, .slice(step: -1)]], axis: 1), "rearrange.concatenate")
    try NumPy.expect(Tensor.stacked([t, -t], axis: -1), "rearrange.stack")
    try NumPy.expect(t.split(at: [1, 3], axis: 1)[1], "rearrange.split")
    #expect(Tensor.concatenated(t.split(into: 5, axis: -1), axis: -1) == t)
    #expect(Tensor.stacked(t.unstacked(axis: 1), axis: 1) == t)
  }

  @Test func repeatingAndPadding() throws {
    let t = try NumPy.numbers
    try NumPy.expect(t.flipped(axes: [0, 2]), "rearrange.flip")
    try NumPy.expect(t.rolled(by: 3, axis: 2), "rearrange.roll")
    try NumPy.expect(t.rolled(by: -1, axis: 1), "rearrange.roll_back")
    try NumPy.expect(t.rolled(by: 7), "rearrange.roll_all")
    try NumPy.expect(t.tiled([2, 1, 1, 3]), "rearrange.tile")
    try NumPy.expect(t.tiled([2]), "rearrange.tile_last")
    try NumPy.expect(t.repeated(3, axis: 1), "rearrange.repeat")
    try NumPy.expect(t.padded([(1, 0), (0, 2), (2, 1)], .constant(9)), "rearrange.pad.constant")
    let widths = [(before: 1, after: 0), (0, 2), (6, 7)]
    try NumPy.expect(t.padded(widths, .edge), "rearrange.pad.edge")
    try NumPy.expect(t.padded(widths, .reflect), "rearrange.pad.reflect")
    try NumPy.expect(t.padded(widths, .wrap), "rearrange.pad.wrap")
  }

  @Test func choosingAndDiagonals() throws {
    let t = try NumPy.numbers
    let column = Tensor<Double>([[1.5], [-2], [0.25], [4]])
    try NumPy.expect(Tensor.where(t .> 0, t, column), "rearrange.where")
    #expect(Tensor.where(t .> 0, t, 0) == t.relu() && Tensor.where(t .> 0, 0, t) == t.minimum(0))
    try NumPy.expect(t.lowerTriangle(offset: 1), "rearrange.lower")
    try NumPy.expect(t.upperTriangle(offset: -1), "rearrange.upper")
    try NumPy.expect(t.diagonal(offset: -1), "rearrange.diagonal")
    try NumPy.expect(t.differences(axis: 1), "rearrange.differences")
    #expect(Tensor<Int>.identity(4).trace() == 4)
    #expect(Tensor<Int>.diagonal(Tensor([1, 2])) == Tensor([[1, 0], [0, 2]]))
  }

  @Test func creation() throws {
    try NumPy.expect(Tensor<Double>.linspace(-1, 2, count: 7), "rearrange.linspace")
    try NumPy.expect(Tensor<Double>.arange(1, -2, step: -0.5), "rearrange.arange")
    #expect(Tensor<Int>([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]) == (Tensor<Int>.arange(8) + 1).reshaped([2, 2, 2]))
    #expect(Tensor<Int>([[], []] as [[Int]]).shape == [2, 0])
    #expect(Tensor<Float>.full([2], 3) == Tensor([3, 3]))
  }
}

extension Tensor {
  fileprivate func address(_ position: [Int]) -> UnsafePointer<Scalar> {
    UnsafePointer(storage.pointer + position.indices.reduce(layout.offset) { $0 + position[$1] * layout.strides[$1] })
  }
}
