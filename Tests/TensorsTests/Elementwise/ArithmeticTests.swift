import Tensors
import Testing

@Suite struct ArithmeticTests {
  @Test func operatorsBroadcastAsNumPyDoes() {
    let a = Tensor<Double>([[1, 2, 3], [4, 5, 6]])
    let row = Tensor<Double>([10, 20, 30])
    let column = Tensor<Double>([[100], [200]])
    #expect(a + row == Tensor([[11, 22, 33], [14, 25, 36]]))
    #expect(column - a == Tensor([[99, 98, 97], [196, 195, 194]]))
    #expect(row * column == Tensor([[1000, 2000, 3000], [2000, 4000, 6000]]))
    #expect(1 / Tensor<Double>([2, 4]) == Tensor([0.5, 0.25]))
    #expect(2 * a - 1 == Tensor([[1, 3, 5], [7, 9, 11]]))
    #expect(a.transposed + 1 == Tensor([[2, 5], [3, 6], [4, 7]]))
    #expect(-a == Tensor([[-1, -2, -3], [-4, -5, -6]]))
  }

  @Test func inPlaceFormsKeepTheMemoryWhereNobodyShares() {
    var a = Tensor<Float>.ones([4, 5])
    let before = a.withUnsafeBufferPointer { $0.baseAddress }
    a += 2
    a *= Tensor<Float>.arange(5)
    a -= Tensor<Float>.arange(5) * 3
    #expect(a.withUnsafeBufferPointer { $0.baseAddress } == before)
    #expect(a == .zeros([4, 5]))
    let shared = a
    a += 1
    #expect(shared == .zeros([4, 5]))
    #expect(a == .ones([4, 5]))
  }

  @Test func remainderHasTheSignOfTheDivisor() {
    #expect(Tensor([7, -7, 7, -7]) % Tensor([3, 3, -3, -3]) == Tensor([1, 2, -2, -1]))
    #expect(Tensor([7.5, -7.5]) % 2.0 == Tensor([1.5, 0.5]))
    #expect(Tensor([7, -7]).floorDivided(by: 2) == Tensor([3, -4]))
    #expect(Tensor([7, -7]) / 2 == Tensor([3, -3]))
  }

  @Test func reductionsRunAlongAxes() {
    let a = Tensor<Float>.arange(24).reshaped([2, 3, -1])
    #expect(a.sum() == 276)
    #expect(a.sum(axis: 0) == Tensor([[12, 14, 16, 18], [20, 22, 24, 26], [28, 30, 32, 34]]))
    #expect(a.mean(axes: [0, 2]) == Tensor([7.5, 11.5, 15.5]))
    #expect(a.max(axis: -1, keepDimensions: true).shape == [2, 3, 1])
    #expect(a.transposed.argmax() == 23)
    #expect(Tensor<UInt8>([200, 100]).sum() == 300)
    #expect(Tensor<UInt8>([200, 101]).mean() == 150.5)
  }

  @Test func castsTruncateSaturateAndWrap() {
    #expect(Tensor<Int>(Tensor<Double>([1.9, -1.9, .nan, 1e300])) == Tensor([1, -1, 0, .max]))
    #expect(Tensor<UInt8>(Tensor<Int>([256, -1])) == Tensor([0, 255]))
    #expect(Tensor<UInt8>(Tensor<Float>([256, -1])) == Tensor([255, 0]))
    #expect(Tensor<Bool>(Tensor<Float>([0, 2])) == Tensor([false, true]))
  }
}
