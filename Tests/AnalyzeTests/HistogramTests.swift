import Foundation
import Testing

@Suite struct HistogramCommandTests {
  @Test func aTableIsCounted() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n0,1\n2,3\n4,NaN\n4,-Infinity\n", to: "t.csv")
    let outcome = try Command.run("histogram", "t.csv", "--bins", "4", in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.text == """
        step,tensor,left,right,count
        0,table,0.0,1.0,1
        0,table,1.0,2.0,1
        0,table,2.0,3.0,1
        0,table,3.0,4.0,3
        0,table,NaN,NaN,1
        0,table,-Infinity,-Infinity,1

        """)
  }

  /// A run's weights, gradients and changes; the seed's experiment spreads from a bar at 1.
  @Test func aRunIsCountedAtEveryStep() throws {
    let folder = try TemporaryFolder()
    let train = try Command.run(
      "train", "constant-init", "--run", "run", "--learning-rate", "1e-5", "--epochs", "3", "--record", "weights,gradients", in: folder.url)
    #expect(train.status == 0, "\(train.errors)")
    func rows(_ options: String...) throws -> [[Substring]] {
      let outcome = try Command.run(["histogram", "run"] + options, in: folder.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return Array(outcome.rows.dropFirst())
    }
    let weights = try rows()
    let first = weights.filter { $0[0] == "0" && $0[1].hasSuffix("weight") }
    #expect(!first.isEmpty && first.allSatisfy { $0[2] == "1.0" && $0[3] == "1.0" })
    let last = weights.filter { $0[0] == weights.last![0] && $0[1].hasSuffix("weight") && Int($0[4])! > 0 }
    #expect(last.contains { Double($0[2])! < 1 })
    #expect(try rows("--gradients").allSatisfy { $0[1].hasSuffix(".grad") && $0[0] != "0" })
    let changes = try rows("--changes", "--scale", "log", "--tensor", "*.weight")
    #expect(!changes.isEmpty && changes.allSatisfy { $0[0] != "0" && Double($0[2])!.magnitude < 0.5 })
    let threads = try ["1", "3"].map { try Command.run("histogram", "run", "--threads", $0, in: folder.url).output }
    #expect(threads[0] == threads[1])
  }

  /// A folder of checkpoints is a series like the run that they are from; several runs go by their names.
  @Test func foldersAndSeveralRunsAreCounted() throws {
    let folder = try TemporaryFolder()
    for (name, rate) in [("a", "1e-5"), ("b", "1e-6")] {
      let train = try Command.run(
        "train", "constant-init", "--run", "runs/\(name)", "--learning-rate", rate, "--epochs", "2", in: folder.url)
      #expect(train.status == 0, "\(train.errors)")
    }
    func rows(_ arguments: String...) throws -> [[Substring]] {
      let outcome = try Command.run(["histogram"] + arguments, in: folder.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return Array(outcome.rows.dropFirst())
    }
    let single = try rows("runs/a")
    #expect(!single.isEmpty && Set(single.map { $0[0] }) == ["0", "1", "2"])
    #expect(try rows("runs/a/checkpoints") == single)
    try FileManager.default.copyItem(
      at: folder.url.appendingPathComponent("runs/a/checkpoints"), to: folder.url.appendingPathComponent("plain"))
    #expect(try rows("plain") == single)
    let both = try rows("runs", "--tensorboard", "logs")
    #expect(both.filter { $0[1].hasPrefix("a/") }.map { $0.dropFirst(2) } == single.map { $0.dropFirst(2) })
    #expect(Set(both.map { $0[1].prefix(2) }) == ["a/", "b/"])
    #expect(try rows("runs/a", "runs/b").map { $0[1] } == both.map { "runs/" + $0[1] })
    let logged = try Command.run("events", "logs", "--histograms", in: folder.url)
    #expect(Set(logged.rows.dropFirst().map { $0.last! }) == ["a", "b"] && logged.rows.contains { $0[5] == "fc1.weight" })
    #expect(try rows("runs/a", "--gradients", "--tensor", "fc1.weight") == rows("runs/a", "--gradients", "--tensor", "fc1.weight.grad"))
    #expect(try Set(rows("runs/a", "--gradients", "--tensor", "fc1.*").map { $0[1] }) == ["fc1.weight.grad", "fc1.bias.grad"])
    try FileManager.default.createDirectory(at: folder.url.appendingPathComponent("empty"), withIntermediateDirectories: true)
    let nothing = try Command.run("histogram", "empty", in: folder.url)
    #expect(nothing.status == 66 && nothing.errors.contains("empty"))
  }

  @Test func dataSetsAreCounted() throws {
    let folder = try TemporaryFolder()
    func rows(_ arguments: String...) throws -> [[Substring]] {
      let outcome = try Command.run(["histogram"] + arguments, in: folder.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return Array(outcome.rows.dropFirst())
    }
    let digits = try rows("digits", "--bins", "16", "--plot", "d.png")
    #expect(digits.count == 16 && digits.allSatisfy { $0[0] == "0" && $0[1] == "samples" })
    #expect(digits.reduce(0) { $0 + Int($1[4])! } == 1797 * 64)
    #expect(try Set(rows("digits", "moons").map { $0[1] }) == ["digits/samples", "moons/samples"])
    #expect(try Command.run("histogram", "digits", "--gradients", in: folder.url).status == 65)
    #expect(try Command.run("histogram", "digits", "--tensor", "w*", in: folder.url).status == 65)
  }

  @Test func tensorBoardReadsItToo() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n0,1\n2,3\n", to: "t5.csv")
    try folder.write("a,b\n0,1\n2,9\n", to: "t7.csv")
    #expect(try Command.run("histogram", "t5.csv", "t7.csv", "--tensorboard", "logs", "-o", "h.csv", in: folder.url).status == 0)
    let read = try Command.run("events", "logs", "--histograms", in: folder.url)
    #expect(Set(read.rows.dropFirst().map { $0[0] }) == ["5", "7"])
    let total = read.rows.dropFirst().reduce(0) { $0 + Double($1[4])! }
    #expect(total == 8)
  }

  @Test func whatIsNotThereIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n0,1\n", to: "t.csv")
    #expect(try Command.run("histogram", "t.csv", "--gradients", in: folder.url).status == 65)
    #expect(try Command.run("histogram", "t.csv", "--tensor", "x", in: folder.url).status == 65)
    #expect(try Command.run("histogram", "t.csv", "--scale", "log", "--bins", "3", in: folder.url).status == 64)
    #expect(try Command.run("histogram", in: folder.url).status == 64)
  }
}
