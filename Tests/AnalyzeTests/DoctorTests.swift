import Foundation
import Testing

@Suite struct DoctorCommandTests {
  private static let columns = ["figure", "threshold", "step", "sign", "layer", "verdict", "criterion", "source", "remedy"]

  private func train(_ folder: TemporaryFolder, _ arguments: String...) throws {
    let outcome = try Command.run(["train"] + arguments, in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func findings(_ folder: TemporaryFolder, _ arguments: String...) throws -> [[String: Any]] {
    let outcome = try Command.run(["doctor", "--format", "json"] + arguments, in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
  }

  private func isFound(_ findings: [[String: Any]], _ sign: String, _ layer: String, step: Int) -> Bool {
    findings.contains { $0["sign"] as? String == sign && $0["layer"] as? String == layer && $0["verdict"] as? String == "ill" && $0["step"] as? Int == step }
  }

  /// The first document's run as written: the run, its event file and its checkpoints alone all tell.
  @Test func theLiteralExperimentExplodes() throws {
    let folder = try TemporaryFolder()
    try train(folder, "constant-init", "--run", "blowup", "--epochs", "20", "--tensorboard")
    let run = try findings(folder, "blowup")
    #expect(isFound(run, "exploding", "fc1.weight", step: 1))
    let losses = try folder.text("blowup/train_loss.txt").split(separator: "\n").map { Double($0)! }
    let first = try #require(losses.firstIndex { !$0.isFinite }) + 1
    #expect(isFound(run, "nonfinite", "loss", step: first))
    #expect(run.contains { $0["sign"] as? String == "nonfinite" && $0["layer"] as? String == "fc1.weight" })

    try FileManager.default.createDirectory(atPath: folder.path("logs"), withIntermediateDirectories: true)
    let events = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("blowup")).first { $0.contains("tfevents") })
    try FileManager.default.copyItem(atPath: folder.path("blowup/" + events), toPath: folder.path("logs/" + events))
    let log = try findings(folder, "logs")
    #expect(isFound(log, "nonfinite", "loss", step: first) && isFound(log, "exploding", "fc1.weight", step: 1))

    let checkpoints = try FileManager.default.contentsOfDirectory(atPath: folder.path("blowup/checkpoints")).sorted()
    let series = try Command.run(
      ["doctor", "--format", "csv", "--findings"] + checkpoints.map { "blowup/checkpoints/" + $0 }, in: folder.url)
    #expect(series.rows[0].map(String.init) == Self.columns)
    #expect(series.rows.contains { $0[2] == "1" && $0[3] == "exploding" && $0[4] == "fc1.weight" && $0[5] == "ill" })
  }

  @Test func theStatusTellsWhatWasAskedAbout() throws {
    let folder = try TemporaryFolder()
    try train(folder, "constant-init", "--run", "blowup", "--epochs", "8")
    try train(folder, "moons", "--run", "moons", "--epochs", "40", "--hidden", "32")
    let found = try Command.run("doctor", "blowup", "--fail-on", "exploding,nonfinite", "-o", "found.txt", in: folder.url)
    #expect(found.status == 1 && found.errors.isEmpty)
    #expect(try folder.text("found.txt").contains("lower the learning rate"))
    #expect(try Command.run("doctor", "blowup", "--fail-on", "saturated,dead,symmetric", in: folder.url).status == 0)
    let healthy = try Command.run("doctor", "moons", "--findings", "--fail-on", "vanishing,exploding,saturated,dead,symmetric,nonfinite", in: folder.url)
    #expect(healthy.status == 0 && healthy.text.contains("nothing found"), "\(healthy.text)")
    let unknown = try Command.run("doctor", "moons", "--fail-on", "dead,flu", in: folder.url)
    #expect(unknown.status == 64 && unknown.errors.contains("\"flu\"") && unknown.errors.contains("exploding"))
    #expect(try Command.run("doctor", "nowhere", in: folder.url).status == 66)
    try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: true)
    #expect(try Command.run("doctor", "empty", in: folder.url).status == 66)
  }

  /// A folder of checkpoints that are not of one training: each network is judged on its own.
  @Test func networksInAFolderAreToldApart() throws {
    let folder = try TemporaryFolder()
    try train(folder, "moons", "--run", "moons", "--epochs", "4", "--batch-size", "100", "--record-every", "1")
    try train(folder, "constant-init", "--run", "blowup", "--epochs", "3")
    try FileManager.default.createDirectory(atPath: folder.path("models"), withIntermediateDirectories: true)
    for (run, step) in [("moons", 0), ("moons", 12), ("blowup", 0), ("blowup", 3)] {
      let name = "checkpoints/00000\(step).safetensors".replacingOccurrences(of: "0000012", with: "000012")
      try FileManager.default.copyItem(atPath: folder.path("\(run)/\(name)"), toPath: folder.path("models/\(run)-\(step).safetensors"))
    }
    let found = try findings(folder, "models")
    let layers = Set(found.compactMap { $0["layer"] as? String })
    #expect(layers.contains("moons-0.safetensors/layer_in.weight") && layers.contains("blowup-0.safetensors/fc1.weight"), "\(layers)")
    #expect(isFound(found, "update-ratio", "blowup-0.safetensors/fc1.weight", step: 3))
  }

  /// metrics.csv alone tells what the losses do; any other table tells nothing.
  @Test func metricsAloneAreLosses() throws {
    let folder = try TemporaryFolder()
    try train(folder, "constant-init", "--run", "blowup", "--epochs", "20")
    let found = try findings(folder, "blowup/metrics.csv")
    #expect(found.contains { $0["sign"] as? String == "nonfinite" && $0["layer"] as? String == "loss" && $0["step"] as? Int == 5 })
    #expect(found.allSatisfy { $0["layer"] as? String == "loss" })
    // From a pipe, which can be opened only once.
    for (source, words) in [("blowup/metrics.csv", "nonfinite"), ("blowup/checkpoints/000003.safetensors", "fc1.weight")] {
      let piped = try Command.shell("cd '\(folder.path("."))' && cat \(source) | \"$analyze\" doctor -")
      #expect(piped.status == 0 && piped.text.contains(words), "\(piped.errors)")
    }
    try "a,b\n1,2\n".write(toFile: folder.path("table.csv"), atomically: true, encoding: .utf8)
    let table = try Command.run("doctor", "table.csv", in: folder.url)
    #expect(table.status == 65 && table.errors.contains("no checkpoint") && table.errors.contains("step"), "\(table.errors)")
  }

  /// Torch's own files, made by TensorBoardTests' fixture script.
  @Test func eventFilesOfOthersAreRead() throws {
    let fixtures = Command.package.appendingPathComponent("Tests/TensorBoardTests/Fixtures")
    let outcome = try Command.run("doctor", fixtures.appendingPathComponent("torch.tfevents").path, "--format", "csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.rows.count > 1)
  }

  /// A PyTorch user's log directory of four trainings (InspectionTests' fixtures), each judged on its own.
  @Test func trainingsOfALogDirectoryAreToldApart() throws {
    let fixtures = Command.package.appendingPathComponent("Tests/InspectionTests/Health/Fixtures/runs").path
    let outcome = try Command.run("doctor", fixtures, "--findings", "--format", "csv", "--fail-on", "nonfinite")
    #expect(outcome.status == 1, "\(outcome.errors)")
    let ill = outcome.rows.dropFirst().filter { $0[5] == "ill" }.map { [String($0[3]), String($0[4].split(separator: "/")[0])] }
    #expect(Set(ill) == [["exploding", "literal"], ["nonfinite", "literal"], ["saturated", "tanh"]])
    #expect(try Command.run("doctor", fixtures, "--fail-on", "vanishing,dead,symmetric").status == 0)
    let two = try Command.run("doctor", fixtures + "/healthy", fixtures + "/gentle", "--fail-on", "exploding,nonfinite")
    #expect(two.status == 0 && two.text.contains("healthy/fc.weight") && two.text.contains("gentle/0.weight"))
  }
}
