import Foundation
import Testing

/// `analyze embed --projector`.
@Suite struct EmbedProjectorTests {
  @Test func digitsBecomeABundle() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-bundle-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = try Command.run("embed", "digits", "--method", "pca", "--limit", "50", "--projector", folder.path)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["bookmarks.txt", "events.out.tfevents.0000000000.projector", "metadata.tsv", "projector_config.pbtxt", "sprite.png", "tensors.bytes"])
    let metadata = try String(contentsOf: folder.appendingPathComponent("metadata.tsv"), encoding: .utf8).split(separator: "\n")
    #expect(metadata.count == 51 && metadata[0] == "label\tindex" && metadata[4] == "3\t3")
    let configuration = try String(contentsOf: folder.appendingPathComponent("projector_config.pbtxt"), encoding: .utf8)
    #expect(configuration.contains("tensor_shape: 50\n  tensor_shape: 64\n"))
    // The map is that of the table.
    struct State: Decodable { var projections: [[String: Double]] }
    let states = try JSONDecoder().decode([State].self, from: Data(contentsOf: folder.appendingPathComponent("bookmarks.txt")))
    let shown = states[0].projections.map { [$0["umap-0"]!, $0["umap-1"]!] }
    #expect(shown == outcome.rows.dropFirst().map { [Double($0[1])!, Double($0[2])!] })
    #expect(outcome.rows[0] == ["index", "x", "y", "label"])
  }

  @Test func mapsThatThePageCannotShowAreRefusedFirst() throws {
    let outcome = try Command.run("embed", "digits", "--method", "pca", "--dimensions", "4", "--projector", "never-made")
    #expect(outcome.status == 64 && outcome.errors.contains("--projector"))
    let blocked = try Command.run("embed", "digits", "--method", "pca", "--projector", "/dev/null")
    #expect(blocked.status == 73 && blocked.output.isEmpty)
  }

  /// Killed at work, it leaves nothing.
  @Test func anInterruptionLeavesNothing() throws {
    let outcome = try Command.shell(
      """
      d=$(mktemp -d); "$analyze" embed digits --iterations 100000 --projector $d/bundle -o $d/map.csv & p=$!
      for i in $(seq 100); do [ "$(ls -A $d | wc -l)" -ge 2 ] && break; sleep 0.1; done
      ls -A $d | wc -l; kill -TERM $p; wait $p; echo $?; ls -A $d; rmdir $d
      """)
    #expect(outcome.text == "2\n143\n")
  }
}
