import Formats
import Testing

@testable import Inspection

@Suite struct CheckpointSeriesTests {
  @Test(arguments: [
    ("runs/epoch-12.pt", 12), ("model_v2_000300.safetensors", 300), ("weights.npz", nil), ("resnet50.pth", 50), ("7", 7), ("", nil),
  ]) func theStepIsTheLastNumber(path: String, step: Int?) {
    #expect(CheckpointSeries.number(inNameOf: path) == step)
  }

  @Test func filesAreOrderedByTheirSteps() {
    #expect(CheckpointSeries(files: ["b10.npz", "b9.npz"]).entries.map(\.step) == [9, 10])
    #expect(CheckpointSeries(files: ["b10.npz", "a10.npz"]).entries.map(\.path) == ["b10.npz", "a10.npz"])
    #expect(CheckpointSeries(files: ["resnet50.npz"]).entries.map(\.step) == [0])
  }
}
