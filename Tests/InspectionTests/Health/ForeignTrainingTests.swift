import Formats
import Foundation
import Inspection
import Testing

/// Trainings as PyTorch's users leave them (Fixtures/make_torch_runs.py): what is wrong is found, and nothing besides.
@Suite struct ForeignTrainingTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures").path

  private func training(_ name: String) throws -> [Finding] {
    let all = try ObservedTraining.all(at: [Self.fixtures + "/runs"])
    #expect(all.map(\.name).sorted() == ["gentle", "healthy", "literal", "tanh"])
    return Checkup.findings(in: try #require(all.first { $0.name == name }).evidence)
  }

  @Test func theFirstDocumentsExperiment() throws {
    let found = try training("literal")
    #expect(found.illnesses == [.exploding, .nonFinite], "\(found.told)")
    #expect(found.contains { $0.sign == .exploding && $0.layer == "0.weight" && $0.step == 0 })
    // Torch's script prints that it was stopped in epoch 4, by a gradient of which nothing was finite; its loss had been logged.
    #expect(found.contains { $0.sign == .nonFinite && $0.layer == "loss" && $0.step == 4 })
    // Two of four numbers, which torch's buckets leave out.
    #expect(found.contains { $0.sign == .nonFinite && $0.layer == "partly.weight" && $0.step == 4 && $0.figure == 2 }, "\(found.told)")
  }

  @Test func withAGentleRateItLearns() throws {
    let found = try training("gentle")
    #expect(found.illnesses.isEmpty, "\(found.told)")
    // Long gradients are told of, but they shrink and the loss falls.
    #expect(found.filter { $0.verdict == .warning }.allSatisfy { $0.sign == .exploding }, "\(found.told)")
  }

  @Test func outputsAtTheEndsShowInTheirDistribution() throws {
    let found = try training("tanh")
    #expect(found.illnesses == [.saturated], "\(found.told)")
    #expect(found.contains { $0.sign == .saturated && $0.layer == "activations/tanh1" && $0.step == 0 && $0.figure > 0.8 })
  }

  /// A bias before a normalisation has no gradient, an embedding's rows are rarely met, counters grow, an optimiser keeps tiny numbers.
  @Test func whatLooksIllAndIsNot() throws {
    let log = try training("healthy")
    #expect(log.allSatisfy { $0.verdict == .healthy }, "\(log.told)")
    #expect(Set(log.map(\.sign)).isSuperset(of: [.nonFinite, .exploding, .vanishing, .symmetric, .stalled]))

    let series = try ObservedTraining.all(at: [Self.fixtures + "/checkpoints"])
    #expect(series.map(\.name) == [""])
    let found = Checkup.findings(in: series[0].evidence)
    #expect(found.allSatisfy { $0.verdict == .healthy }, "\(found.told)")
    #expect(found.contains { $0.sign == .updateRatio && $0.layer == "model_state_dict.fc.weight" })
    #expect(!found.contains { $0.layer.contains("optimizer") })
    #expect(!found.contains { $0.sign == .exploding && $0.layer.contains("num_batches_tracked") })
  }

  @Test func aFolderOfNothingIsRefused() throws {
    let empty = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-nothing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: empty) }
    #expect(throws: FileError.self) { try ObservedTraining.all(at: [empty.path]) }
  }
}
