import Foundation
import Statistics
import Tensors
import Testing

@testable import TensorBoard

/// How far into a file a distribution may be logged anew, and how far it is known by who reads: to the byte.
@Suite struct SupersededRecordsTests {
  private static let (wild, tame) = (Histogram(of: Tensor<Float>([-1e6, 0, 1e6])), Histogram(of: Tensor<Float>([-1, 0, 1])))

  private static func length(of path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
  }

  /// Calls `body` with a new file's path and with how much text makes it `length` bytes long.
  /// - Parameter begin: Writes a file with so much text in it.
  private static func filling(
    to length: Int, _ begin: (_ path: String, _ text: String) throws -> Void, _ body: (_ path: String) throws -> Void
  ) throws {
    let path = EventFileTests.directory()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try begin(path, String(repeating: "x", count: length))
    let around = try Self.length(of: path) - length
    try begin(path, String(repeating: "x", count: length - around))
    try #require(try Self.length(of: path) == length)
    try body(path)
  }

  /// The steps at which `w` is read.
  private static func steps(of file: EventFile) throws -> [Int] {
    var steps: [Int] = []
    while let event = try file.next() {
      if case .summary(let values) = event.content, values.contains(where: { $0.tag == "w" }) { steps.append(event.step) }
    }
    return steps
  }

  /// In a file's first 32 MiB; later a wild first step stays, and is read.
  @Test(arguments: [(33_554_431, true), (33_554_432, false)]) func whatBeginsEarlyIsLoggedAnew(length: Int, isAnew: Bool) throws {
    var log: SummaryWriter?
    try Self.filling(to: length) { path, text in
      log = try SummaryWriter(replacing: path, wallTime: { Double($0) })
      try log?.text("filling", text, step: 0)
      try log?.histogram("w", Self.wild, step: 1)
    } _: { path in
      try log?.histogram("w", Self.tame, step: 2)
      let file = try EventFile(path)
      #expect(try Self.steps(of: file) == [1, 2])
      #expect(file.supersededCount == (isAnew ? 1 : 0))
      #expect(file.eventCount == 4 + (isAnew ? 2 : 0))
    }
  }

  /// Marks are looked for in a file's first 64 MiB, so that a step whose write begins in the first half may have as many again.
  @Test(arguments: [(67_108_863, true), (67_108_864, false)]) func marksAreKnownThatBeginEarly(length: Int, isKnown: Bool) throws {
    func distribution(_ step: Int) -> Event {
      let value = SummaryValue(tag: "w", content: .histogram([Bucket(left: -1, right: 1, count: 3)]))
      return Event(wallTime: 0, step: step, content: .summary([value]))
    }
    var writer: EventFileWriter?
    try Self.filling(to: length) { path, text in
      writer = try EventFileWriter(replacing: path, wallTime: 0)
      let filling = SummaryValue(tag: "filling", content: .text([text]))
      try writer?.write([Event(wallTime: 0, step: 0, content: .summary([filling])), distribution(1)])
    } _: { path in
      try writer?.write([Event(wallTime: 0, step: 2, content: .summary([])), distribution(1), distribution(2)])
      let file = try EventFile(path)
      #expect(try Self.steps(of: file) == (isKnown ? [1, 2] : [1, 1, 2]))
      #expect(file.supersededCount == (isKnown ? 1 : 0) && file.eventCount == 6)
    }
  }
}
