import Foundation
import Testing

@Suite struct TrainTensorBoardTests {
  private static let events = "events.out.tfevents.0000000000.fathom"

  @Test func lossesWeightsAndGradientsAreLogged() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run("train", "moons", "--run", "run", "--epochs", "4", "--tensorboard", in: folder.url).status == 0)
    let scalars = try Command.run("events", "run", in: folder.url).rows.dropFirst()
    let tags = Set(scalars.map { $0[3] })
    #expect(tags.isSuperset(of: ["loss/train", "loss/valid", "accuracy/train", "accuracy/valid", "learning_rate"]))
    // The same losses as in metrics.csv, to the float.
    let logged = scalars.filter { $0[3] == "loss/train" }.map { Float($0[2])! }
    let listed = try folder.text("run/train_loss.txt").split(separator: "\n").map { Float($0)! }
    #expect(logged == listed)
    let histograms = try Command.run("events", "run", "--histograms", in: folder.url).rows.dropFirst()
    let names = Set(histograms.map { $0[5] })
    #expect(names.filter { $0.hasSuffix(".grad") }.count == 6 && names.count == 12)
    #expect(Set(histograms.filter { $0[5] == "layer_in.weight" }.map { $0[0] }).count == 5)
    #expect(Set(histograms.filter { $0[5] == "layer_in.weight.grad" }.map { $0[0] }).count == 4)
    #expect(try Command.run("events", "run", "--verify", in: folder.url).status == 0)
  }

  @Test func theSameRunWritesTheSameBytesInterruptedOrNot() throws {
    let folder = try TemporaryFolder()
    func train(_ arguments: String...) throws {
      let outcome = try Command.run(["train"] + arguments, in: folder.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let options = ["--batch-size", "50", "--tensorboard-every", "3", "--learning-rate", "0.5", "--optimizer", "sgd"]
    func begin(_ run: String, epochs: String, _ threads: String) throws {
      let outcome = try Command.run(
        ["train", "moons", "--run", run, "--epochs", epochs] + options, in: folder.url, environment: ["OMP_NUM_THREADS": threads])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    try begin("whole", epochs: "6", "1")
    try begin("again", epochs: "6", "2")
    try begin("parts", epochs: "4", "1")
    // What came after the point that is gone on from is written again.
    try train("moons", "--run", "parts", "--resume-step", "12", "--epochs", "6")
    let whole = try folder.data("whole/" + Self.events)
    #expect(try whole == folder.data("again/" + Self.events))
    #expect(try whole == folder.data("parts/" + Self.events))
  }

  @Test func aDamagedLogIsNotGoneOnWith() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run("train", "moons", "--run", "run", "--epochs", "2", "--tensorboard", in: folder.url).status == 0)
    try folder.write("no events", to: "run/" + Self.events)
    let outcome = try Command.run("train", "moons", "--run", "run", "--resume", "--epochs", "3", in: folder.url)
    #expect(outcome.status == 65 && outcome.errors.contains("event file"))
  }
}
