import Foundation
import Formats
import Statistics
import Tensors
import Testing

@testable import TensorBoard

/// What is written comes back, and what is damaged is left out and said.
@Suite struct EventFileTests {
  static func directory() -> String { NSTemporaryDirectory() + "fathom-events-\(UUID().uuidString)" }

  static func events(_ path: String) throws -> (events: [Event], warnings: [EventFile.Warning]) {
    let file = try EventFile(path)
    var events: [Event] = []
    while let event = try file.next() { events.append(event) }
    return (events, file.warnings)
  }

  static func sample() throws -> String {
    let log = try SummaryWriter(directory: directory())
    try log.scalar("loss", 0.5, step: 1)
    try log.scalar("loss", .nan, step: -2)
    try log.histogram("weights", of: Tensor<Float>([1, 2, 2, 3, .nan]), step: 3)
    try log.text("note", "größer *than*", step: 4)
    try log.images("picture", [EncodedImage(width: 3, height: 2, bytes: [1, 2, 3])], step: 5)
    return log.path
  }

  @Test func whatIsWrittenComesBack() throws {
    let path = try Self.sample()
    defer { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
    let (events, warnings) = try Self.events(path)
    #expect(warnings.isEmpty)
    #expect(events.map(\.step) == [0, 1, -2, 3, 4, 5])
    guard case .fileVersion("brain.Event:1") = events[0].content else { Issue.record("no version"); return }
    func values(_ index: Int) -> [SummaryValue] { if case .summary(let values) = events[index].content { values } else { [] } }
    guard case .scalar(0.5) = values(1)[0].content, case .scalar(let second) = values(2)[0].content else { Issue.record("no scalars"); return }
    #expect(second.isNaN && values(2)[0].plugin == "scalars")
    guard case .histogram(let buckets) = values(3)[0].content else { Issue.record("no histogram"); return }
    #expect(buckets.reduce(0) { $0 + $1.count } == 4)
    #expect(buckets.first?.left == 1 && buckets.last?.right == 3)
    #expect(values(3).contains { $0.tag == "weights/non-finite" })
    guard case .text(["größer *than*"]) = values(4)[0].content else { Issue.record("no text"); return }
    guard case .images(let images) = values(5)[0].content else { Issue.record("no image"); return }
    #expect(images == [EncodedImage(width: 3, height: 2, bytes: [1, 2, 3])])
  }

  @Test func aWildStepDoesNotFlattenTheSeries() throws {
    let log = try SummaryWriter(directory: Self.directory())
    defer { try? FileManager.default.removeItem(atPath: (log.path as NSString).deletingLastPathComponent) }
    try log.histogram("w", of: Tensor<Float>([-1, 0, 1]), step: 0)
    try log.histogram("w", of: Tensor<Float>([-1, 0, 1e30, -1e30]), step: 1)
    let values = try Self.events(log.path).events.dropFirst().flatMap { event -> [SummaryValue] in
      if case .summary(let values) = event.content { values } else { [] }
    }
    guard case .histogram(let wild) = values[1].content, case .scalar(let beyond) = values[2].content else { Issue.record("no histogram"); return }
    #expect(wild.first!.left >= -3 && wild.last!.right <= 3)
    #expect(wild.first!.count == 1 && wild.last!.count == 1)
    #expect(beyond == 2)
  }

  /// One number of a million times the size of all others, or all numbers of the first step a thousand times as large.
  @Test(arguments: [1e6, nil] as [Float?])
  func aWildFirstStepDoesNotFlattenTheSeries(outlier: Float?) throws {
    var random = RandomGenerator(seed: 12)
    func normals(_ deviation: Float) -> [Float] { Tensor<Float>.normal([5000], deviation: deviation, using: &random).scalars }
    let first = outlier.map { normals(1) + [$0] } ?? normals(1000)
    let log = try SummaryWriter(directory: Self.directory())
    defer { try? FileManager.default.removeItem(atPath: (log.path as NSString).deletingLastPathComponent) }
    try log.histogram("w", of: Tensor(first), step: 0)
    for step in 1...5 {
      try log.scalar("between", 1, step: step)
      try log.histogram("w", of: Tensor(normals(1)), step: step)
    }
    let (events, warnings) = try Self.events(log.path)
    #expect(warnings.isEmpty && events.map(\.step).sorted() == [0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    var series: [[Bucket]] = []
    var beyond: [Double] = []
    for case .summary(let values) in events.map(\.content) {
      for value in values {
        if case .histogram(let buckets) = value.content { series.append(buckets) }
        if case .scalar(let count) = value.content, value.tag == "w/beyond range" { beyond.append(count) }
      }
    }
    #expect(series.count == 6 && series.allSatisfy { $0.count == 60 })
    #expect(series[0].reduce(0) { $0 + $1.count } == Double(first.count))
    let (left, right) = (series[0].first!.left, series[0].last!.right)
    let exact = first.count { Double($0) < left || Double($0) > right }
    #expect(beyond.count == 1 && abs(beyond[0] - Double(exact)) <= 0.02 * Double(first.count))
    let page = TensorBoardBins.of(series)
    #expect(page.allSatisfy { $0.count == 30 })
    // The steps after the first one keep a normal distribution's form: six bins or more with a hundredth of the numbers.
    for bins in page[1...] { #expect(bins.count { $0 > 50 } >= 6, "\(bins)") }
    if outlier != nil { #expect(zip(page[0], page[1]).reduce(0) { $0 + abs($1.0 - $1.1) } < 1000) }
  }

  /// Gradients that are alike and explode: the range of the first step, narrow and far from zero, does not hide it.
  @Test func whatMovesAwayIsFollowed() throws {
    let log = try SummaryWriter(directory: Self.directory())
    defer { try? FileManager.default.removeItem(atPath: (log.path as NSString).deletingLastPathComponent) }
    for step in 0..<8 {
      let size = 300 * Float(pow(10, Double(step)))
      try log.histogram("g", of: Tensor<Float>([size, 1.0001 * size, 1.0002 * size]), step: step)
    }
    try log.histogram("g", of: Tensor<Float>([.nan, .infinity]), step: 8)
    var right: [Double] = []
    for case .summary(let values) in try Self.events(log.path).events.map(\.content) {
      for value in values { if case .histogram(let buckets) = value.content { right.append(buckets.last!.right) } }
    }
    #expect(right.count == 8)
    #expect(zip(right, right.dropFirst()).allSatisfy { $1 > 1.9 * $0 }, "\(right)")
  }

  /// What was written is never changed, is left out by who reads the file afterwards, and counts for who goes on with it.
  @Test func aWildFirstStepIsLoggedAnew() throws {
    let log = try SummaryWriter(replacing: Self.directory(), wallTime: { Double($0) })
    defer { try? FileManager.default.removeItem(atPath: log.path) }
    let (wild, tame) = (Histogram(of: Tensor<Float>([-1e6, 0, 1e6])), Histogram(of: Tensor<Float>([-1, 0, .nan, 1])))
    try log.histograms([("a", wild), ("b", tame), ("c", wild)], step: 2)
    let before = try Data(contentsOf: URL(fileURLWithPath: log.path))
    try log.histograms([("a", tame), ("b", tame), ("c", tame)], step: 7)
    let whole = try Data(contentsOf: URL(fileURLWithPath: log.path))
    #expect(whole.starts(with: before))
    let file = try EventFile(log.path)
    var shown: [String] = []
    while let event = try file.next() {
      guard case .summary(let values) = event.content else { continue }
      for case (let tag, .histogram(let buckets)) in values.map({ ($0.tag, $0.content) }) {
        shown.append("\(tag) \(event.step)")
        #expect(buckets.first!.left >= -3 && buckets.last!.right <= 3)
      }
    }
    #expect(shown == ["b 2", "a 2", "a 7", "b 7", "c 2", "c 7"])
    #expect(file.supersededCount == 2 && file.eventCount == 1 + 3 + 3 + 4)
    // The third step is the same whether the writer knows the range or finds it in the file.
    try log.histogram("a", wild, step: 8)
    let third = try Data(contentsOf: URL(fileURLWithPath: log.path))
    let resumed = try SummaryWriter(resuming: log.path, after: 7, wallTime: { Double($0) })
    #expect(try Data(contentsOf: URL(fileURLWithPath: log.path)) == whole)
    try resumed.histogram("a", wild, step: 8)
    #expect(try Data(contentsOf: URL(fileURLWithPath: log.path)) == third)
    _ = try SummaryWriter(resuming: log.path, after: 6, wallTime: { Double($0) })
    #expect(try Data(contentsOf: URL(fileURLWithPath: log.path)) == before)
  }

  /// And what is no more than narrowing stays as it was written.
  @Test func aFirstStepThatIsNotWildStays() throws {
    let log = try SummaryWriter(directory: Self.directory())
    defer { try? FileManager.default.removeItem(atPath: (log.path as NSString).deletingLastPathComponent) }
    try log.histogram("w", of: Tensor<Float>([-4, 0, 4]), step: 0)
    let before = try Data(contentsOf: URL(fileURLWithPath: log.path))
    try log.histogram("w", of: Tensor<Float>([-1, 0, 1]), step: 1)
    try log.histogram("w", of: Tensor<Float>([0, 0, 0]), step: 2)
    try log.histogram("w", of: Tensor<Float>([0, 1e-9]), step: 3)
    #expect(try Data(contentsOf: URL(fileURLWithPath: log.path)).starts(with: before))
  }

  @Test func aCutTailAndAFlippedByteCostOneRecord() throws {
    let path = try Self.sample()
    let directory = (path as NSString).deletingLastPathComponent
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let copy = directory + "/copy"
    try Data(bytes.dropLast(3)).write(to: URL(fileURLWithPath: copy))
    let cut = try Self.events(copy)
    #expect(cut.events.count == 5 && cut.warnings.count == 1)
    var flipped = bytes
    flipped[12 + 24 + 4 + 12 + 3] ^= 0x40
    try Data(flipped).write(to: URL(fileURLWithPath: copy))
    let damaged = try Self.events(copy)
    #expect(damaged.events.count == 5 && damaged.warnings.count == 1)
  }

  @Test func aGrowingFileIsReadOn() throws {
    let log = try SummaryWriter(directory: Self.directory())
    defer { try? FileManager.default.removeItem(atPath: (log.path as NSString).deletingLastPathComponent) }
    let file = try EventFile(log.path)
    #expect(try file.next() != nil)
    #expect(try file.next() == nil)
    try log.scalar("loss", 1, step: 1)
    #expect(try file.next()?.step == 1)
    #expect(try file.next() == nil)
  }

  @Test(arguments: [[], [0, 1, 2], [UInt8](repeating: 0x50, count: 300)])
  func otherFilesAreRefusedOrEmpty(bytes: [UInt8]) throws {
    let path = Self.directory()
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    if bytes.isEmpty {
      #expect(try EventFile(path).next() == nil)
    } else {
      #expect(throws: FileError.self) { try EventFile(path).next() }
    }
  }

  /// Scalars read in batches are those that whole events hold, whatever becomes of the records beneath their checksums.
  @Test func scalarsAloneAreTheSame() throws {
    let paths = ["torch", "tensorboardx"].map { ForeignEventFileTests.fixtures.appendingPathComponent("\($0).tfevents").path } + [try Self.sample()]
    defer { try? FileManager.default.removeItem(atPath: (paths[2] as NSString).deletingLastPathComponent) }
    var generator = RandomGenerator(seed: 9)
    let copy = Self.directory()
    defer { try? FileManager.default.removeItem(atPath: copy) }
    for path in paths {
      var records: [[UInt8]] = []
      var reader = try RecordReader(path)
      while case .record(_, let bytes) = try reader.next() { records.append(Array(bytes)) }
      for round in 0..<300 {
        var file: [UInt8] = []
        for record in records {
          var record = record
          if round > 0 { record[generator.integer(below: record.count)] ^= UInt8(1 << generator.integer(below: 8)) }
          record.withUnsafeBytes { RecordFrame.append($0, to: &file) }
        }
        try Data(file).write(to: URL(fileURLWithPath: copy))
        try expectSameScalars(copy, batch: 1 + round % 3)
      }
    }
  }

  private func expectSameScalars(_ path: String, batch size: Int) throws {
    func line(_ step: Int, _ time: Double, _ value: Double, _ tag: String) -> String { "\(step) \(time.bitPattern) \(value.bitPattern) \(tag)" }
    var (whole, batched): ([String], [String]) = ([], [])
    let file = try EventFile(path)
    while let event = try file.next() {
      guard case .summary(let values) = event.content else { continue }
      for value in values { if case .scalar(let number) = value.content { whole.append(line(event.step, event.wallTime, number, value.tag)) } }
    }
    let again = try EventFile(path)
    var batch = ScalarBatch()
    repeat {
      try again.read(size, into: &batch)
      for scalar in batch.scalars {
        batched.append(line(scalar.step, scalar.wallTime, scalar.value, again.tags[scalar.tag]))
      }
    } while batch.count > 0
    #expect(whole == batched)
    #expect(file.eventCount == again.eventCount && file.warnings == again.warnings)
  }

  @Test func mutatedFilesEndInEventsOrErrors() throws {
    let path = try Self.sample()
    let directory = (path as NSString).deletingLastPathComponent
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var generator = RandomGenerator(seed: 8)
    let copy = directory + "/copy"
    for _ in 0..<20_000 {
      var bytes = original
      for _ in 0..<1 + generator.integer(below: 3) {
        let at = generator.integer(below: bytes.count)
        switch generator.integer(below: 4) {
        case 0: bytes[at] ^= UInt8(1 << generator.integer(below: 8))
        case 1: bytes[at] = UInt8(generator.integer(below: 256))
        case 2: bytes.removeSubrange(at..<Swift.min(at + generator.integer(below: 40), bytes.count))
        default: bytes.insert(contentsOf: bytes[at..<Swift.min(at + 9, bytes.count)], at: at)
        }
        if bytes.isEmpty { bytes = [0] }
      }
      try Data(bytes).write(to: URL(fileURLWithPath: copy))
      _ = try? Self.events(copy)
    }
  }
}
