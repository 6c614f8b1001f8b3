import Foundation
import Testing

/// Outputs appear whole or not at all, and what cannot be written is found before the work begins.
@Suite struct OutputTests {
  /// A run that takes a second or so.
  static let work = ["embed", "moons", "--iterations", "50"]

  @Test func anOutputAppearsAloneInItsFolder() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(Self.work + ["-o", "map.csv"], in: folder.url)
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(folder.contents == ["map.csv"])
  }

  @Test func anOldOutputIsReplaced() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "map.csv")
    #expect(try Command.run(Self.work + ["-o", "map.csv"], in: folder.url).status == 0)
    #expect(try folder.text("map.csv").hasPrefix("index,x,y,label\n"))
  }

  @Test func aFolderThatIsNotThereIsFoundAtOnce() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run("embed", "moons", "--iterations", "100000000", "-o", folder.path("none/map.csv"))
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("none/map.csv"))
  }

  @Test func aPathBelowAFileIsFoundAtOnce() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("x", to: "file")
    let outcome = try Command.run("embed", "moons", "--iterations", "100000000", "-o", file + "/map.csv")
    #expect(outcome.status == 73)
    #expect(folder.contents == ["file"])
  }

  @Test func aFolderAsOutputIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run(Self.work + ["-o", folder.url.path]).status == 73)
  }

  @Test func theInputIsNeverOverwritten() throws {
    let folder = try TemporaryFolder()
    let text = "a,b\n1,2\n3,4\n5,6\n7,8\n"
    try folder.write(text, to: "data.csv")
    try FileManager.default.createSymbolicLink(atPath: folder.path("link.csv"), withDestinationPath: folder.path("data.csv"))
    for output in ["data.csv", "./data.csv", "link.csv"] {
      let outcome = try Command.run("embed", "data.csv", "--method", "pca", "-o", output, in: folder.url)
      #expect(outcome.status == 73)
      #expect(try folder.text("data.csv") == text)
    }
    #expect(try Command.run("convert", "data.csv", "data.csv", in: folder.url).status == 73)
    #expect(try folder.text("data.csv") == text)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: [
    "$analyze embed moons --method pca > /dev/full", "$analyze datasets > /dev/full", "$analyze --help > /dev/full",
    "$analyze datasets digits > /dev/full", "$analyze embed --plan > /dev/full", "$analyze embed moons --method pca -o /dev/full",
  ])
  func aFullDeviceIsAnError(line: String) throws {
    let outcome = try Command.shell(line)
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("No space left on device"))
  }

  /// bash's limit on file sizes stands for a full disk: the write fails the same way, with another error number.
  @Test func aFullDiskLeavesTheOldOutput() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "digits.csv")
    let outcome = try Command.shell("ulimit -f 16; $analyze datasets digits -o digits.csv", in: folder.url)
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("digits.csv"))
    #expect(try folder.text("digits.csv") == "old")
    #expect(folder.contents == ["digits.csv"])
  }

  @Test(.enabled(if: canMount, "needs to mount a small file system"))
  func aFullFileSystemLeavesTheOldOutput() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.shell(
      """
      mkdir small && mount -t tmpfs -o size=64k none small || exit 99
      echo old > small/digits.csv
      $analyze datasets digits -o small/digits.csv; status=$?
      cat small/digits.csv; ls -A small; umount small; exit $status
      """, in: folder.url)
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("No space left on device"))
    #expect(outcome.text == "old\ndigits.csv\n")
  }

  @Test(.enabled(if: canMount, "needs to mount a read-only file system"))
  func aReadOnlyFolderIsFoundAtOnce() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.shell(
      """
      mkdir fixed && mount -t tmpfs -o ro none fixed || exit 99
      $analyze embed moons --iterations 100000000 -o fixed/map.csv; status=$?
      umount fixed; exit $status
      """, in: folder.url)
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("fixed/map.csv"))
  }

  /// Whether this process may mount file systems, tried in a folder of its own.
  static let canMount: Bool = {
    #if os(Linux)
      guard let folder = try? TemporaryFolder() else { return false }
      return (try? Command.shell("mount -t tmpfs none . && umount \"$PWD\"", in: folder.url).status) == 0
    #else
      return false
    #endif
  }()

  @Test(arguments: ["$analyze datasets digits | head -n 1", "$analyze embed moons --method pca | head -n 1", "$analyze embed --help | true"])
  func aReaderWhoLeavesIsNoError(line: String) throws {
    let outcome = try Command.shell("set -o pipefail; \(line)")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }
}
