import Foundation
import TestSupport
import Testing

/// `Scripts/fetch-mnist` with the shared files as its mirror.
@Suite(.enabled(if: SharedFiles.mnist != nil, "the shared MNIST files are not here"))
struct FetchTests {
  private let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Scripts/fetch-mnist")

  /// The exit status and what was said on standard error.
  private func fetch(into directory: URL, mirrors: [String]) throws -> (status: Int32, message: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = script
    process.arguments = [directory.path]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["FATHOM_MNIST_MIRRORS": mirrors.joined(separator: " ")]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = pipe
    try process.run()
    let message = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: message, as: UTF8.self))
  }

  @Test func takesOnlyTheRightBytes() throws {
    let shared = try #require(SharedFiles.mnist)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-mnist-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (target, wrong) = (folder.appendingPathComponent("target"), folder.appendingPathComponent("wrong"))
    try FileManager.default.createDirectory(at: wrong, withIntermediateDirectories: true)
    try Data("<html>not here</html>".utf8).write(to: wrong.appendingPathComponent("train-images-idx3-ubyte.gz"))

    let refused = try fetch(into: target, mirrors: ["file://\(wrong.path)", "file:///nonexistent"])
    #expect(refused.status == 1)
    #expect(refused.message.contains("no mirror gave train-images-idx3-ubyte with the right checksum"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.path).isEmpty)

    #expect(try fetch(into: target, mirrors: ["file://\(wrong.path)", "file://\(shared.path)"]).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.path).count == 4)
    // What is there already needs no mirror.
    #expect(try fetch(into: target, mirrors: ["file:///nonexistent"]).status == 0)
  }
}
