import Fathom
import Foundation
import Testing

/// `analyze events` on files that torch's SummaryWriter made (Tests/TensorBoardTests/Fixtures).
@Suite struct EventsTests {
  static let torch = Command.package.appendingPathComponent("Tests/TensorBoardTests/Fixtures/torch.tfevents")

  @Test func scalarsAreRows() throws {
    let outcome = try Command.run("events", Self.torch.path)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(
      outcome.text == """
        step,wall_time,value,tag,run
        0,1000.5,1.0,loss/train,.
        3,1003.5,0.25,loss/train,.
        7,1007.5,0.125,loss/train,.

        """)
  }

  @Test func histogramsAreBucketsOrQuantiles() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url.appendingPathComponent("runs/first"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: Self.torch, to: folder.url.appendingPathComponent("runs/first/events.tfevents.1"))
    let buckets = try Command.run("events", "runs", "--histograms", in: folder.url).text.split(separator: "\n")
    #expect(buckets[0] == "step,wall_time,left,right,count,tag,run")
    let counts = buckets.dropFirst().filter { $0.hasPrefix("3,") }.compactMap { Double($0.split(separator: ",")[4]) }
    #expect(counts.reduce(0, +) == 1000)
    #expect(buckets.dropFirst().allSatisfy { $0.hasSuffix("fc1.weight,first") })
    let quantiles = try Command.run("events", "runs", "--distributions", in: folder.url).text.split(separator: "\n")
    #expect(quantiles.count == 4)
    let first = quantiles[1].split(separator: ",").compactMap { Double($0) }
    #expect(first[2] == -2.34375 && first[10] == 5.4609375)
    #expect(zip(first[2...], first[3...]).allSatisfy { $0 <= $1 })
  }

  /// More than one batch of each, in the order of the file, whatever the number of threads.
  @Test func longFilesComeOutWhole() throws {
    let folder = try TemporaryFolder()
    let log = try SummaryWriter(directory: folder.url.appendingPathComponent("logs").path)
    let histogram = Histogram(of: Tensor<Float>((0..<500).map { Float($0 * $0) }))
    for step in 0..<20_000 {
      try log.scalar(step % 3 == 0 ? "a, \"b\"" : "loss", Double(step) / 7, step: step)
      if step % 8 == 0 { try log.histogram("w", histogram, step: step) }
    }
    func rows(_ kind: String, threads: String) throws -> [[Substring]] {
      let outcome = try Command.run("events", "logs", kind, "--threads", threads, in: folder.url)
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      return Array(outcome.rows.dropFirst())
    }
    let scalars = try rows("--scalars", threads: "1")
    #expect(scalars.map { $0[0] } == (0..<20_000).map { Substring("\($0)") })
    #expect(scalars.indices.allSatisfy { Float(scalars[$0][2]) == Float(Double($0) / 7) })
    #expect(scalars[3][3...].joined(separator: ",") == "\"a, \"\"b\"\"\",.")
    #expect(try rows("--scalars", threads: "4") == scalars)
    let buckets = try rows("--histograms", threads: "3")
    #expect(buckets.map { $0[0] } == stride(from: 0, to: 20_000, by: 8).flatMap { [Substring](repeating: "\($0)", count: 60) })
    #expect(try rows("--distributions", threads: "2").map { $0[0] } == stride(from: 0, to: 20_000, by: 8).map { Substring("\($0)") })
    let verified = try Command.run("events", "logs", "--verify", in: folder.url)
    #expect(verified.status == 0 && verified.rows[1][0] == "22501")
  }

  /// Where the records begin, by the lengths that stand before them.
  private func recordStarts(_ bytes: [UInt8]) -> [Int] {
    var starts: [Int] = []
    var next = 0
    while next < bytes.count {
      starts.append(next)
      next += 12 + bytes[next..<next + 8].reversed().reduce(0) { $0 << 8 | Int($1) } + 4
    }
    return starts
  }

  /// What later events take the place of is whole: it is counted, but not read, and --verify says so.
  @Test func whatWasLoggedAnewIsTold() throws {
    let folder = try TemporaryFolder()
    let log = try SummaryWriter(replacing: folder.path("wild.tfevents"), wallTime: { Double($0) })
    let (wild, tame) = (Histogram(of: Tensor<Float>([-1e6, 0, 1e6])), Histogram(of: Tensor<Float>([-1, 0, 1])))
    for (step, histogram) in [(2, wild), (7, tame)] { try log.histograms([("a", histogram), ("b", histogram)], step: step) }
    var bytes = [UInt8](try folder.data("wild.tfevents"))
    let starts = recordStarts(bytes)
    // The version and two distributions; then for each of the two a mark, the first one anew, and the second.
    #expect(starts.count == 1 + 2 + 6)
    let verified = try Command.run("events", "wild.tfevents", "--verify", in: folder.url)
    #expect(verified.status == 0 && verified.text == "events,damaged,file\n9,0,wild.tfevents\n")
    #expect(verified.errors.hasPrefix("analyze: wild.tfevents: 2 of its events are left out") && verified.errors.split(separator: "\n").count == 1)
    let buckets = try Command.run("events", "wild.tfevents", "--histograms", in: folder.url)
    #expect(buckets.errors.isEmpty)
    var read: [String] = []
    for row in buckets.rows.dropFirst() {
      if read.last != "\(row[5]) \(row[0])" { read.append("\(row[5]) \(row[0])") }
      #expect(Double(row[2])! >= -3 && Double(row[3])! <= 3)
    }
    #expect(read == ["a 2", "a 7", "b 2", "b 7"])

    // A record that is damaged is told of as that alone.
    bytes[starts[2] - 5] ^= 1
    try Data(bytes).write(to: folder.url.appendingPathComponent("damaged.tfevents"))
    let damaged = try Command.run("events", "damaged.tfevents", "--verify", in: folder.url)
    #expect(damaged.status == 65 && damaged.text == "events,damaged,file\n8,1,damaged.tfevents\n")
    #expect(damaged.errors.contains("byte \(starts[1])\n") && damaged.errors.contains("1 of its events are left out"), "\(damaged.errors)")
  }

  @Test func damageIsFoundAndRepaired() throws {
    let folder = try TemporaryFolder()
    var bytes = [UInt8](try Data(contentsOf: Self.torch))
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: folder.url.appendingPathComponent("bad.tfevents"))
    #expect(try Command.run("events", Self.torch.path, "--verify").status == 0)
    let verified = try Command.run("events", "bad.tfevents", "--verify", in: folder.url)
    #expect(verified.status == 65 && verified.errors.contains("bad.tfevents") && verified.errors.contains("byte"))
    #expect(try Command.run("events", "bad.tfevents", "--repair", "good.tfevents", in: folder.url).status == 0)
    #expect(try Command.run("events", "good.tfevents", "--verify", in: folder.url).status == 0)
    let lost = try Command.run("events", "bad.tfevents", "--repair", "bad.tfevents", in: folder.url)
    #expect(lost.status != 0)
  }

  @Test func whatIsNoEventFileIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("step,value\n1,2\n3,4\n5,6\n", to: "scalars.csv")
    let outcome = try Command.run("events", "scalars.csv", in: folder.url)
    #expect(outcome.status == 65 && outcome.errors.contains("scalars.csv") && outcome.output.isEmpty)
    #expect(try Command.run("events", "nowhere", in: folder.url).status == 66)
    #expect(try Command.run("events", ".", in: folder.url).status == 66)
  }
}
