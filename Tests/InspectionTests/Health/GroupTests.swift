import TensorBoard
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
