import Foundation
import Testing

@testable import Formats

struct OutputFileTests {
  @Test func appearsOnlyWhenWhole() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("out.csv")
    try "old".write(toFile: path, atomically: false, encoding: .utf8)
    let output = try OutputFile(path)
    try output.write("new")
    try output.flush()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(directory.contents.count == 2)
    try output.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(directory.contents == ["out.csv"])
  }

  @Test func leavesNothingWithoutCommit() throws {
    let directory = try TemporaryDirectory()
    do {
      let output = try OutputFile(directory.file("out.csv"))
      try output.write([UInt8](repeating: 1, count: 1 << 20))
      #expect(directory.contents.count == 1)
    }
    #expect(directory.contents.isEmpty)
  }

  @Test func aFileOfARunIsWholeToo() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("000001.safetensors")
    let output = try OutputFile(path, durability: .programEnd)
    try output.write([UInt8](repeating: 7, count: 100_000))
    #expect(!FileManager.default.fileExists(atPath: path))
    try output.commit()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 100_000)
    #expect(directory.contents == ["000001.safetensors"])
  }

  @Test func keepsTheModeAndReplacesWhatALinkNames() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("real.csv")
    try "old".write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try FileManager.default.createDirectory(atPath: directory.file("links"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: directory.file("links/a"), withDestinationPath: "../real.csv")
    try FileManager.default.createSymbolicLink(atPath: directory.file("links/b"), withDestinationPath: "a")
    let output = try OutputFile(directory.file("links/b"))
    try output.write("new")
    try output.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: directory.file("links/b")) == "a")
    #expect(directory.contents == ["links", "real.csv"])
  }

  @Test func makesTheTargetOfADanglingLink() throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.createSymbolicLink(atPath: directory.file("link"), withDestinationPath: "later.csv")
    let output = try OutputFile(directory.file("link"))
    try output.write("x")
    try output.commit()
    #expect(directory.contents == ["later.csv", "link"])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full here"))
  func saysThatTheDiskIsFull() throws {
    let output = try OutputFile("/dev/full")
    let error = fileError {
      try output.write("x")
      try output.commit()
    }
    #expect(error?.kind == .inputOutput)
    #expect(error?.reason.contains("No space left") == true)
    #expect(error?.hint != nil)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func triesThePlaceAtOnce() throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: directory.path)
    #expect(fileError { try OutputFile(directory.file("out.csv")) }?.kind == .cannotCreate)
  }

  @Test func refusesWhatCannotBeAnOutput() throws {
    let directory = try TemporaryDirectory()
    #expect(fileError { try OutputFile(directory.file("missing/out.csv")) }?.kind == .cannotCreate)
    #expect(fileError { try OutputFile(directory.path) }?.kind == .cannotCreate)
    #expect(fileError { try OutputFile(directory.file("out/")) }?.kind == .cannotCreate)
    #expect(fileError { try OutputFile("") }?.kind == .cannotCreate)
    let input = directory.file("in.csv")
    try "1".write(toFile: input, atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(atPath: directory.file("same"), withDestinationPath: "in.csv")
    #expect(fileError { try OutputFile(directory.file("same"), differentFrom: [input]) }?.kind == .cannotCreate)
  }

  @Test func closedPipeIsItsOwnKind() throws {
    signal(SIGPIPE, SIG_IGN)
    let directory = try TemporaryDirectory()
    let path = directory.file("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    let output = try OutputFile(path)
    close(reader)
    #expect(fileError {
      try output.write("x")
      try output.commit()
    }?.kind == .closedPipe)
  }

  @Test func severalOutputsAppearTogether() throws {
    let directory = try TemporaryDirectory()
    let table = try OutputFile(directory.file("map.csv"))
    let meta = try OutputFile(directory.file("map.json"))
    try table.write("1")
    try meta.write("{}")
    try OutputFile.commit([table, meta])
    #expect(directory.contents == ["map.csv", "map.json"])
  }

  @Test func longNamesStillHaveATemporary() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file(String(repeating: "n", count: 250))
    let output = try OutputFile(path)
    try output.write("x")
    try output.commit()
    #expect(directory.contents.count == 1)
  }
}
