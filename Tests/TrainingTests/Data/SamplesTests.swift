import Datasets
import Tensors
import Testing

@testable import Training

@Suite struct SamplesTests {
  let floats = Tensor<Float>([1, 2, 3, 4, 5, 6, 7, 8], shape: [4, 2])

  @Test func selectionsOfSelectionsGatherTheRightRows() throws {
    let samples = try Samples(floats, labels: [0, 1, 2, 3])
    let parts = samples.selecting([3, 1, 0]).selecting([2, 0]).tensors([1, 0, 1])
    #expect(parts.inputs == Tensor([7, 8, 1, 2, 7, 8], shape: [3, 2]))
    #expect(parts.targets == Tensor([3, 0, 3]))
  }

  @Test func bytesAreDivided() throws {
    let samples = try Samples(bytes: Tensor([0, 51, 255, 1], shape: [2, 2]), labels: [0, 1])
    #expect(samples.tensors([1, 0]).inputs == Tensor([1, 1 / 255, 0, 51 / 255], shape: [2, 2]))
    #expect(samples.reshaped([2, 1]).tensors([0]).inputs.shape == [1, 2, 1])
  }

  @Test func targetsMayBeVectors() throws {
    let samples = try Samples(floats, targets: Tensor([1, 2, 3, 4, 5, 6, 7, 8], shape: [4, 2]))
    #expect(samples.targetShape == [2])
    #expect(samples.selecting([2]).tensors([0]).targets == Tensor([5, 6], shape: [1, 2]))
  }

  @Test func aSplitLosesNothing() throws {
    let samples = try Samples(Tensor<Float>(Array(stride(from: 0, to: 100, by: 1)), shape: [100, 1]), labels: [Int](repeating: 0, count: 100))
    let (training, validation) = samples.split(validationFraction: 0.25, seed: 1)
    #expect(training.count == 75 && validation.count == 25)
    let all = training.tensors(Array(0..<75)).inputs.scalars + validation.tensors(Array(0..<25)).inputs.scalars
    #expect(all.sorted() == (0..<100).map(Float.init))
  }

  @Test func whatCannotBeTrainedOnIsNamed() throws {
    #expect(throws: DataError.counts(samples: 4, targets: 3)) { try Samples(floats, labels: [0, 1, 2]) }
    #expect(throws: DataError.labelOutOfRange(sample: 2, label: 7, classCount: 3)) {
      try Samples(floats, labels: [0, 1, 7, 2]).check(classCount: 3)
    }
    #expect(throws: DataError.labelOutOfRange(sample: 1, label: -1, classCount: 3)) {
      try Samples(floats, labels: [0, -1, 1, 2]).check(classCount: 3)
    }
    #expect(throws: DataError.labelOutOfRange(sample: 0, label: 0.5, classCount: 3)) {
      try Samples(floats, targets: Tensor([0.5, 0, 0, 0])).check(classCount: 3)
    }
    #expect(throws: DataError.nonFinite(of: "features", sample: 3, value: .infinity)) {
      try Samples(Tensor([1, 2, 3, 4, 5, 6, .infinity, 8], shape: [4, 2]), labels: [0, 0, 0, 0]).check(classCount: 1)
    }
    #expect(throws: DataError.nonFinite(of: "target", sample: 1, value: -.infinity)) {
      try Samples(floats, targets: Tensor([0, -.infinity, 0, 0])).check(classCount: nil)
    }
    #expect(throws: DataError.empty("training")) {
      try Samples(Tensor<Float>.zeros([0, 2]), labels: []).check(classCount: 2)
    }
    let withNaN = try Samples(Tensor([1, 2, .nan, 4, 5, 6, 7, 8], shape: [4, 2]), labels: [0, 0, 0, 0])
    #expect { try withNaN.check(classCount: 1) } throws: { "\($0)" == "sample 1 has nan in its features" }
    // Only what is selected counts.
    #expect(throws: Never.self) { try withNaN.selecting([0, 2]).check(classCount: 1) }
  }
}
