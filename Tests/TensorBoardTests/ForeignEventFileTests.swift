import Foundation
import TensorBoard
import TestSupport
import Testing

/// Files of torch's SummaryWriter and of tensorboardX, with what TensorBoard's own reader finds in them (Fixtures/make_event_files.py).
@Suite struct ForeignEventFileTests {
  struct Expected: Decodable {
    var scalars: [String: [[Double]]]
    /// wall time, step, minimum, maximum, count, sum
    var histograms: [String: [[Double]]]
    /// step, width, height, bytes
    var images: [String: [[Int]]]
  }

  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

  @Test(arguments: ["torch", "tensorboardx"])
  func whatOthersWroteIsRead(writer: String) throws {
    let all = try JSONDecoder().decode(
      [String: Expected].self, from: Data(contentsOf: Self.fixtures.appendingPathComponent("expected.json")))
    let expected = try #require(all[writer])
    let (events, warnings) = try EventFileTests.events(Self.fixtures.appendingPathComponent("\(writer).tfevents").path)
    #expect(warnings.isEmpty)
    var scalars: [[Double]] = []
    var histograms: [[Double]] = []
    var images: [[Int]] = []
    var texts: [String] = []
    for event in events {
      guard case .summary(let values) = event.content else { continue }
      for value in values {
        switch value.content {
        case .scalar(let number): scalars.append([event.wallTime, Double(event.step), number])
        case .histogram(let buckets):
          histograms.append(
            [event.wallTime, Double(event.step), buckets.first!.left, buckets.last!.right, buckets.reduce(0) { $0 + $1.count }])
          #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.right == $1.left && $0.left < $0.right })
        case .images(let pictures): images += pictures.map { [event.step, $0.width, $0.height, $0.bytes.count] }
        case .text(let lines): texts += lines
        default: break
        }
      }
    }
    #expect(scalars == expected.scalars["loss/train"])
    #expect(histograms == expected.histograms["fc1.weight"]!.map { Array($0.prefix(5)) })
    #expect(images == expected.images["picture"])
    #expect(texts == ["hello *there*"])
  }
}
