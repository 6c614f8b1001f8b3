import Foundation
import TensorBoard
import Tensors
import Testing

@testable import Inspection

/// Which event files belong to one training.
@Suite struct GroupTests {
  private func groups(_ runs: String...) -> [String: [String]] {
    let files = runs.map { EventFolder.Found(path: "/logs/\($0)/events.out.tfevents.1", run: $0) }
    return Dictionary(uniqueKeysWithValues: ObservedTraining.groups(files).map { ($0.name, $0.files.map(\.run)) })
  }

  @Test func foldersAreTrainings() {
    #expect(groups("a", "b/c") == ["a": ["."], "b/c": ["."]])
    #expect(groups(".") == [".": ["."]])
  }

  @Test func kerasWritesTwoFoldersForOne() {
    #expect(groups("train", "validation") == [".": ["train", "validation"]])
    #expect(groups("first/train", "first/validation", "second/train") == ["first": ["train", "validation"], "second": ["train"]])
  }

  @Test func torchWritesFoldersBelow() {
    #expect(groups("a", "a/loss_train", "a/loss_valid", "ab") == ["a": [".", "loss_train", "loss_valid"], "ab": ["."]])
  }
}

/// Log directories that are one training themselves.
@Suite struct LogDirectoryTests {
  private func names(distributionsBelow: Bool) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-logs-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let log = try SummaryWriter(directory: folder)
    try log.histogram("fc.weight", of: Tensor<Float>([1, 2, 3]), step: 1)
    try log.scalar("loss", 0.5, step: 1)
    let below = try SummaryWriter(directory: folder + "/1795713410.86")
    try below.scalar("hparam/loss", 0.5, step: 1)
    if distributionsBelow { try below.histogram("fc.weight", of: Tensor<Float>([1, 2, 3]), step: 1) }
    return try ObservedTraining.all(at: [folder]).map(\.name)
  }

  /// As PyTorch's `add_hparams` and `add_scalars` write it.
  @Test func scalarsBelowArePartOfIt() throws { #expect(try names(distributionsBelow: false) == [""]) }

  @Test func distributionsBelowAreAnother() throws { #expect(try names(distributionsBelow: true).sorted() == [".", "1795713410.86"]) }

  /// Where nothing is finite the distribution says so, and nothing of a gradient that vanishes.
  @Test func nothingFiniteIsNoGradientOfZero() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-logs-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let log = try SummaryWriter(directory: folder)
    for step in 1...9 {
      try log.histogram("fc.weight.grad", of: Tensor<Float>(step < 5 ? [1, 2, 3] : [.nan, .nan, .nan]), step: step)
    }
    let findings = Checkup.findings(in: try ObservedTraining.all(at: [folder])[0].evidence).filter { $0.verdict != .healthy }
    #expect(findings.map(\.sign) == [.nonFinite] && findings.map(\.step) == [5])
  }
}

@Suite struct TensorRoleTests {
  @Test(arguments: [
    ("fc1.weight", TensorRole.weight), ("model_state_dict.fc.bias", .bias), ("bn1.weight", .scale), ("layer_norm/gamma", .scale),
    ("bn1.running_var", .buffer), ("bn1.num_batches_tracked", .buffer), ("optimizer_state_dict.state.0.exp_avg_sq", .optimizerState),
    ("state.0.momentum_buffer", .optimizerState), ("transformer.wte.weight", .embedding), ("token_embedding.weight", .embedding),
    ("emb.weight", .embedding), ("ensemble.0.weight", .weight), ("attn.in_proj_weight", .weight), ("attn.in_proj_bias", .bias),
    ("dense/kernel:0", .weight),
  ]) func namesTell(name: String, role: TensorRole) {
    #expect(TensorRole(name) == role)
  }
}
