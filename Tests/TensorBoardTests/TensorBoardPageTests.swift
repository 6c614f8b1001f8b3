import Foundation
import Formats
import Statistics
import TensorBoard
import Tensors
import TestSupport
import Testing

/// What the real TensorBoard shows of what Fathom wrote, asked at the addresses that its page asks (Fixtures/ask_tensorboard.py): with its
/// reader in Rust, with the one in Python, and by the classes that Python programs read event files with.
@Suite(.enabled(if: TensorBoardPage.isHere, "no .venv with TensorBoard here"))
struct TensorBoardPageTests {
  private static let scalars: [(step: Int, value: Double)] = [(0, 1), (1, 0.25), (5, -3e30), (6, 0.1), (1 << 40, .nan)]
  private static let pictures = Tensor<UInt8>([UInt8](0..<120), shape: [2, 4, 5, 3])
  private static let vectors = sixPoints { Float($0) / 7 }
  private static let map = sixPoints { Float($0 * $0) / 3 }

  private static func sixPoints(_ value: (Int) -> Float) -> Tensor<Float> {
    let values: [Float] = (0..<12).map { value($0 - 2) }
    return Tensor(values, shape: [6, 2])
  }

  private static func histograms() -> [Histogram] {
    var random = RandomGenerator(seed: 4)
    return (1...3).map { step in
      let values = (0..<20_000).map { _ -> Float in
        let value = Float(random.integer(below: 2001)) / 1000
        return Float(step) * (value - 1)
      }
      return Histogram(of: Tensor(values))
    }
  }

  @Test func showsWhatWasWritten() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-page-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = try SummaryWriter(directory: folder.appendingPathComponent("first/run").path)
    try log.hyperparameters(Hyperparameters(["rate": 0.1, "name": "größer", "bias": true], metrics: ["accuracy"], group: "both"))
    try log.scalar("accuracy", 0.5, step: 1)
    for (step, value) in Self.scalars { try log.scalar("loss", value, step: step) }
    let histograms = Self.histograms()
    for (step, histogram) in histograms.enumerated() { try log.histogram("weights", histogram, step: step) }
    try log.images("pictures", of: Self.pictures, step: 3)
    try log.text("note", "größer *than*", step: 2)
    try log.hyperparametersEnded(isSuccess: true)

    var bundle = ProjectorBundle(name: "six \"points\"", vectors: Self.vectors)
    bundle.columns = [.init("label", ["a", "b\tc", "", "é", "a", "a"]), .init("row", (0..<6).map(String.init))]
    bundle.pictures = Tensor<UInt8>((0..<6 * 3 * 2).map { UInt8($0 * 7) }, shape: [6, 3, 2])
    bundle.map = ProjectorMap(name: "t-SNE", coordinates: Self.map)
    // A folder of its own below the log directory, without anything logged in it.
    let output = try OutputFolder(folder.appendingPathComponent("first/points").path)
    try bundle.write(to: output)
    try output.commit()

    let answer = try TensorBoardPage.ask(folder)
    for shown in [answer.fast, answer.slow] {
      try expectScalars(shown)
      try expectHistograms(shown, histograms)
      try expectPictures(shown)
      #expect(shown.text["first/run:note"]?.first?.contains("größer <em>than</em>") == true)
      try expectHyperparameters(shown)
      try expectProjector(shown)
    }
    // Beside the scalars a version, the accuracy, three histograms, pictures, text, and two for the hyperparameters.
    #expect(answer.records["first/run"]?.events == 9 + Self.scalars.count)
    #expect(answer.records["first/run"]?.tensors["loss"] == Self.scalars.count)
    #expect(answer.records["first/run"]?.tensors["weights"] == 3)
  }

  /// A first step that was wild is shown once, in the range that the second one made of it, by both of the page's readers.
  @Test func aWildFirstStepIsShownOnce() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-page-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = try SummaryWriter(directory: folder.appendingPathComponent("wild").path)
    let tame = Self.histograms()[0]
    let wild = Histogram(of: Tensor<Float>([-1e6, 0, 1, 1e6, .nan]))
    for step in 3...6 {
      try log.scalar("before", Double(step), step: step)
      try log.histograms(["a", "b", "c"].map { ($0, step == 3 && $0 != "b" ? wild : tame) }, step: step)
      try log.scalar("after", Double(step), step: step)
    }
    let answer = try TensorBoardPage.ask(folder)
    for shown in [answer.fast, answer.slow] {
      for tag in ["a", "b", "c"] {
        let steps = try #require(shown.histograms["wild:\(tag)"])
        #expect(steps.map(\.step) == [3, 4, 5, 6])
        for step in steps { #expect(step.rows.first![0] >= -3.01 && step.rows.last![1] <= 3.01, "\(tag)") }
        #expect(steps[0].rows.reduce(0) { $0 + $1[2] } == (tag == "b" ? 20_000 : 4))
      }
      for tag in ["before", "after"] { #expect(shown.scalars["wild:\(tag)"]?.map { $0[1] } == [3, 4, 5, 6]) }
      #expect(shown.scalars["wild:a/beyond range"]?.map { Array($0[1...]) } == [[3, 2]])
      #expect(shown.scalars["wild:a/non-finite"]?.map { Array($0[1...]) } == [[3, 1]])
    }
    // EventAccumulator, which is no reader of the page's, never drops tensors: the first one stays beside the one that was logged anew.
    #expect(answer.records["wild"]?.tensors["a"] == 5)
    #expect(answer.records["wild"]?.tensors["b"] == 4)
    #expect(answer.records["wild"]?.tensors["before"] == 4)
  }

  /// Values that JSON has no way to write must not cost the page.
  @Test func hyperparametersMayBeNoNumbers() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-page-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let metrics: [(run: String, value: Double, shown: String)] = [
      ("a", .nan, "NaN"), ("b", .infinity, "Infinity"), ("c", -.infinity, "-Infinity"), ("d", 0.5, "0.5"),
    ]
    for (index, (run, value, _)) in metrics.enumerated() {
      let log = try SummaryWriter(directory: folder.appendingPathComponent(run).path)
      let rates = [0.1, .nan, .infinity, 0.2]
      try log.hyperparameters(Hyperparameters([("rate", .number(rates[index])), ("name", .text(run)), ("bias", .flag(true))], metrics: ["accuracy"]))
      try log.scalar("accuracy", 0.25, step: 1)
      try log.scalar("accuracy", value, step: 2)
      try log.hyperparametersEnded(isSuccess: true)
    }
    let answer = try TensorBoardPage.ask(folder)
    for shown in [answer.fast, answer.slow] {
      let sessions = try #require(shown.hparams?.sessions)
      #expect(sessions.count == metrics.count)
      for (run, _, text) in metrics {
        let session = try #require(sessions.first { $0.values.name == run })
        #expect(session.metrics["accuracy"]?.text == text, "\(run)")
      }
    }
  }

  private func expectScalars(_ shown: TensorBoardPage.Shown) throws {
    let points = try #require(shown.scalars["first/run:loss"])
    #expect(points.map { Int($0[1]) } == Self.scalars.map(\.step))
    for (point, written) in zip(points, Self.scalars) {
      #expect(point[2] == Double(Float(written.value)) || point[2].isNaN && written.value.isNaN)
    }
  }

  /// Bucket for bucket, and the Distributions page's quantiles as Fathom computes them.
  private func expectHistograms(_ shown: TensorBoardPage.Shown, _ histograms: [Histogram]) throws {
    let steps = try #require(shown.histograms["first/run:weights"])
    let quantiles = try #require(shown.distributions["first/run:weights"])
    #expect(steps.count == histograms.count && quantiles.count == histograms.count)
    for (position, (step, histogram)) in zip(steps, histograms).enumerated() {
      #expect(step.step == position)
      #expect(step.rows.first?[0] == histogram.minimum && step.rows.last?[1] == histogram.maximum)
      #expect(step.rows.reduce(0) { $0 + $1[2] } == Double(histogram.finiteCount))
      #expect(zip(step.rows, step.rows.dropFirst()).allSatisfy { $0[1] == $1[0] && $0[0] < $0[1] })
      let expected = DistributionQuantiles.values(of: step.rows.map { Bucket(left: $0[0], right: $0[1], count: $0[2]) })
      #expect(quantiles[position].rows.map { Int($0[0]) } == DistributionQuantiles.basisPoints)
      #expect(relativeDifference(quantiles[position].rows.map { $0[1] }, expected) < 1e-6)
      // And they are the true ones, to the width of a bucket.
      let median = quantiles[position].rows[4][1]
      #expect(abs(median) < 0.05 * Double(position + 1))
    }
  }

  private func expectPictures(_ shown: TensorBoardPage.Shown) throws {
    let pictures = try #require(shown.images["first/run:pictures"])
    #expect(pictures.map(\.sample) == [0, 1] && pictures.allSatisfy { $0.step == 3 })
    for (index, picture) in pictures.enumerated() {
      let pixels = try PNGImage.decode(InputFile(picture.bytes, named: "shown"))
      #expect(pixels.shape == [4, 5, 3] && pixels.scalars == Array(Self.pictures.scalars[index * 60..<(index + 1) * 60]))
    }
  }

  private func expectHyperparameters(_ shown: TensorBoardPage.Shown) throws {
    let page = try #require(shown.hparams)
    #expect(page.columns == ["rate": "DATA_TYPE_FLOAT64", "name": "DATA_TYPE_STRING", "bias": "DATA_TYPE_BOOL"])
    #expect(page.metrics == ["accuracy"])
    let session = try #require(page.sessions.first)
    #expect(page.sessions.count == 1 && session.status == ["STATUS_SUCCESS"] && session.group == "both")
    #expect(session.values.rate == 0.1 && session.values.name == "größer" && session.values.bias)
  }

  private func expectProjector(_ shown: TensorBoardPage.Shown) throws {
    let projector = try #require(shown.projector["first/points:six \"points\""])
    #expect(projector.shape == [6, 2])
    #expect(projector.vectors == Self.vectors.scalars)
    #expect(projector.metadata == "label\trow\na\t0\nb c\t1\n\t2\né\t3\na\t4\na\t5\n")
    let bookmark = try #require(projector.bookmarks?.first)
    #expect(bookmark.dataSetDimensions == [6, 2] && bookmark.selectedProjection == "umap" && bookmark.selectedColorOptionName == "label")
    let shownMap: [Float] = bookmark.projections.flatMap { [$0["umap-0"] ?? .nan, $0["umap-1"] ?? .nan] }
    #expect(shownMap == Self.map.scalars)
    let sprite = try PNGImage.decode(InputFile(try #require(projector.sprite), named: "sprite"))
    #expect(projector.pictureSize == [2, 3] && sprite.shape == [9, 6, 1])
    // The fifth picture is the second of the second row.
    var fifth: [UInt8] = []
    for y in 3..<6 { for x in 2..<4 { fifth.append(sprite[at: y, x, 0]) } }
    #expect(fifth == (24..<30).map { UInt8($0 * 7) })
  }
}
