import Foundation
import TestSupport
import Testing

/// `analyze train` as a user runs it.
@Suite struct TrainTests {
  static let moons = ["train", "moons", "--run", "run", "--epochs", "30", "--batch-size", "50", "--record-every", "10"]

  @Test func aRunHasItsFiles() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(Self.moons, in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.text.hasPrefix("moons: 180 steps, loss "))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("run")).sorted() == [
        "activations", "checkpoints", "metrics.csv", "probe.safetensors", "resume", "run.json", "train_acc.txt", "train_loss.txt",
        "valid_acc.txt", "valid_loss.txt",
      ])
    #expect(try folder.text("run/train_loss.txt").split(separator: "\n").count == 30)
    #expect(try folder.text("run/metrics.csv").hasPrefix("step,epoch,split,loss,accuracy,learning_rate\n1,0,batch,"))
  }

  @Test func aRunThatIsThereStays() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run(Self.moons, in: folder.url).status == 0)
    let before = try folder.files("run")
    let again = try Command.run(Self.moons, in: folder.url)
    #expect(again.status == 73)
    #expect(again.errors.contains("--overwrite") && again.errors.contains("--resume"))
    #expect(try folder.files("run") == before)
    #expect(try Command.run(Self.moons + ["--overwrite"], in: folder.url).status == 0)
    #expect(try folder.files("run") == before)
    // One that is finished has nothing to go on with.
    #expect(try Command.run("train", "moons", "--run", "run", "--resume", in: folder.url).status == 0)
    #expect(try folder.files("run") == before)
  }

  /// Killed at several moments: only whole files, and --resume ends with the same bytes.
  @Test(arguments: [SIGKILL, SIGINT, SIGTERM])
  func aKilledRunGoesOnToTheSameBytes(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let arguments = ["train", "moons", "--run", "run", "--epochs", "400", "--batch-size", "50", "--record-every", "3", "--resume-every", "100"]
    var whole = arguments
    whole[3] = "whole"
    #expect(try Command.run(whole, in: folder.url).status == 0)
    var kills = 0
    for round in 0..<4 {
      let child = try Child(Command.executable, round == 0 ? arguments : ["train", "moons", "--run", "run", "--resume"], in: folder.url)
      // Whole ones: a file on its way has a name that begins with a point, and without any there is nothing to go on from.
      func resumePoints() -> Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path("run/resume"))) ?? []).count { !$0.hasPrefix(".") }
      }
      let before = resumePoints()
      let limit = Date().addingTimeInterval(60)
      while child.isRunning, Date() < limit, resumePoints() < before + 1 { usleep(500) }
      usleep(UInt32.random(in: 0..<3_000))
      kill(child.identifier, signal)
      if child.wait(atMost: 60).signal == signal { kills += 1 }
      // Every file is whole: a reader opens it.
      for name in try folder.files("run").keys where name.hasSuffix(".safetensors") && !name.contains("/.") {
        #expect(try Command.run("convert", folder.path("run/" + name), folder.path("copy.npz")).status == 0, "\(name)")
        break
      }
    }
    #expect(kills > 0)
    let last = try Command.run("train", "moons", "--run", "run", "--resume", in: folder.url)
    #expect(last.status == 0, "\(last.errors)")
    let (expected, found) = (try folder.files("whole"), try folder.files("run"))
    #expect(found.keys.sorted() == expected.keys.sorted())
    for (name, data) in expected { #expect(found[name] == data, "\(name)") }
  }

  /// Killed before there is a point to go on from: --resume begins anew, with the options of the run.
  @Test func aRunKilledBeforeItsFirstPointBeginsAnew() throws {
    let folder = try TemporaryFolder()
    let arguments = ["train", "moons", "--run", "run", "--epochs", "30", "--batch-size", "100", "--resume-every", "20"]
    #expect(try Command.run(arguments, in: folder.url).status == 0)
    let whole = try folder.files("run")
    // What a kill leaves that early.
    for name in whole.keys where name != "run.json" && !name.hasPrefix("checkpoints/000000") {
      try FileManager.default.removeItem(atPath: folder.path("run/" + name))
    }
    let outcome = try Command.run("train", "moons", "--run", "run", "--resume", in: folder.url)
    #expect(outcome.status == 0 && outcome.errors.contains("begins anew"), "\(outcome.errors)")
    #expect(try folder.files("run") == whole)
  }

  @Test(arguments: [
    (["train", "nothing", "--run", "x"], Int32(64), "constant-init, moons, squares, mnist"),
    (["train", "moons"], 64, "--run"),
    (["train", "moons", "--run", "x", "--dropout", "0.5"], 64, "dropout"),
    (["train", "moons", "--run", "x", "--optimizer", "magic"], 64, "sgd"),
    (["train", "moons", "--run", "x", "--momentum", "0.9"], 64, "adam"),
    (["train", "moons", "--run", "x", "--layers", "fc9"], 64, "layer_in"),
    (["train", "moons", "--run", "x", "--record", "dreams"], 64, "weights"),
    (["train", "moons", "--run", "x", "--learning-rate", "0"], 64, "learning-rate"),
    (["train", "moons", "--run", "x", "--overwrite", "--resume"], 64, "--overwrite"),
    (["train", "moons", "--run", "x", "--resume"], 66, "x"),
    (["train", "moons", "--run", "/dev/null/x"], 73, "/dev/null/x"),
    (["train", "moons", "--run", "x", "--initial-weights", "no-such-file"], 66, "no-such-file"),
    (["train", "moons", "--run", "x", "--tensorboard-every", "0"], 64, "tensorboard"),
    (["train", "mnist", "--run", "x"], 66, "FATHOM_MNIST"),
  ])
  func mistakesAreNamed(arguments: [String], status: Int32, names: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(arguments, in: folder.url, environment: ["FATHOM_MNIST": "/nonexistent"])
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(names), "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("analyze: "))
    #expect(!folder.contents.contains("x"))
  }

  @Test func anotherBeginningIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run(Self.moons, in: folder.url).status == 0)
    let outcome = try Command.run("train", "moons", "--run", "run", "--resume", "--learning-rate", "0.5", in: folder.url)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("0.01") && outcome.errors.contains("0.5"))
    #expect(try Command.run("train", "squares", "--run", "run", "--resume", in: folder.url).status == 64)
  }

  @Test func constantInitGoesOnOrStops() throws {
    let folder = try TemporaryFolder()
    let goesOn = try Command.run("train", "constant-init", "--run", "a", in: folder.url)
    #expect(goesOn.status == 0)
    #expect(goesOn.errors.contains("not finite from step"))
    #expect(goesOn.text.hasPrefix("constant-init: 100 steps"))
    #expect(try folder.text("a/train_loss.txt").contains("NaN") || folder.text("a/train_loss.txt").contains("Infinity"))
    let stops = try Command.run("train", "constant-init", "--run", "b", "--on-nonfinite", "stop", in: folder.url)
    #expect(stops.status == 0)
    #expect(stops.text.contains("ended early"))
    #expect(try folder.text("b/train_loss.txt").split(separator: "\n").count < 10)
  }

  @Test func progressHasLossAccuracySpeedAndTimeLeft() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(Self.moons + ["--progress", "json"], in: folder.url)
    let line = try #require(outcome.errors.split(separator: "\n").last { $0.contains("epoch") })
    for name in ["\"stage\":\"epoch 30\"", "\"done\":180", "\"total\":180", "\"loss\"", "\"accuracy\"", "\"samples/s\"", "\"seconds left\":0"] {
      #expect(line.contains(name), "\(line)")
    }
  }
}

extension TemporaryFolder {
  /// The contents of all files below, by their paths.
  fileprivate func files(_ name: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: self.path(name)) {
      let url = url.appendingPathComponent(name).appendingPathComponent(path)
      if try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true { files[path] = try Data(contentsOf: url) }
    }
    return files
  }
}
