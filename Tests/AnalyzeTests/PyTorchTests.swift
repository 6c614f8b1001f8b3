import Foundation
import Testing

/// Checkpoints through the command.
@Suite struct PyTorchTests {
  private static let fixtures = Command.package.appendingPathComponent("Tests/FormatsTests/Fixtures/PyTorch")

  @Test func theUnitsOfALayerAreMapped() throws {
    let folder = try TemporaryFolder()
    let module = Self.fixtures.appendingPathComponent("module.pt").path
    for layer in ["0", "0.weight"] {
      let outcome = try Command.run("embed", module, "--weights", layer, "--method", "pca", in: folder.url)
      #expect(outcome.status == 0 && outcome.lines.count == 1 + 4, "\(outcome.errors)")
    }
    #expect(try Command.run("convert", module, "w.csv", "--tensor", "0.weight", in: folder.url).status == 0)
    let table = try Command.run("embed", "w.csv", "--method", "pca", in: folder.url)
    let weights = try Command.run("embed", module, "--weights", "0", "--method", "pca", in: folder.url)
    #expect(table.output == weights.output)
    // The file taken for the layer, and no source: said so.
    let turned = try Command.run("embed", "--weights", module, in: folder.url)
    #expect(turned.status == 64 && turned.errors.contains("the file comes first: \(module) --weights LAYER"), "\(turned.errors)")
    let missing = try Command.run("embed", module, "--weights", "9", in: folder.url)
    #expect(missing.status == 65 && missing.errors.contains("there are 0, 1, 3"))
    #expect(try Command.run("embed", module, "--logits", in: folder.url).status == 64)
  }

  @Test func whatIsSkippedIsSaid() throws {
    let folder = try TemporaryFolder()
    let checkpoint = Self.fixtures.appendingPathComponent("checkpoint.pt").path
    let outcome = try Command.run("convert", checkpoint, "c.safetensors", in: folder.url)
    #expect(outcome.status == 0 && outcome.errors.contains("argparse.Namespace"))
    let again = try Command.run("inspect", "c.safetensors", "--list", "--format", "csv", in: folder.url)
    #expect(again.lines.count == 1 + 31 && again.text.contains("optimizer.state.0.exp_avg"), "\(again.text)")
  }
}
