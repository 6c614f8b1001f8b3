import Foundation
import Testing

/// The built command, run as a child process as a shell would run it.
struct Command {
  /// What a run left behind.
  struct Outcome {
    /// The exit status; nil if a signal ended it.
    var status: Int32?
    var signal: Int32?
    var output: Data
    var errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: true) }
    /// The cells of the CSV on standard output.
    var rows: [[Substring]] { lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) } }
  }

  /// `analyze` beside the bundle of the tests.
  static let executable: URL = {
    #if canImport(Darwin)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!.bundleURL
      return bundle.deletingLastPathComponent().appendingPathComponent("analyze")
    #else
      return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("analyze")
    #endif
  }()

  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Runs `analyze ARGUMENTS` to its end.
  static func run(_ arguments: String..., in folder: URL? = nil, environment: [String: String] = [:]) throws -> Outcome {
    try run(arguments, in: folder, environment: environment)
  }

  static func run(_ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]) throws -> Outcome {
    let child = try Child(executable, arguments, in: folder, environment: environment)
    return child.wait()
  }

  /// Runs a line of shell in which `$analyze` is the command.
  static func shell(_ line: String, in folder: URL? = nil, atMost seconds: Double = 240) throws -> Outcome {
    let child = try Child(
      URL(fileURLWithPath: "/bin/bash"), ["-c", line], in: folder, environment: ["analyze": executable.path])
    return child.wait(atMost: seconds)
  }
}

/// A process that was started and is waited for.
final class Child {
  private let process = Process()
  private let output: URL
  private let errors: URL
  private let scratch: URL

  /// Both streams go to files, so that no full pipe can hold the child up.
  init(_ executable: URL, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]) throws {
    scratch = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-child-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    output = scratch.appendingPathComponent("output")
    errors = scratch.appendingPathComponent("errors")
    for file in [output, errors] { try Data().write(to: file) }
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? scratch
    process.environment = ProcessInfo.processInfo.environment
      .merging(["COLUMNS": "100", "SWIFT_BACKTRACE": "enable=no"]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
  }

  deinit { try? FileManager.default.removeItem(at: scratch) }

  var identifier: Int32 { process.processIdentifier }

  /// What it has said on standard error so far.
  var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  var isRunning: Bool { process.isRunning }

  /// Waits for the end; a child that takes longer than any of these should is killed, so that a mistake cannot hang the tests.
  func wait(atMost seconds: Double = 240) -> Command.Outcome {
    let limit = Date().addingTimeInterval(seconds)
    while process.isRunning, Date() < limit { usleep(1_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    let exited = process.terminationReason == .exit
    return Command.Outcome(
      status: exited ? process.terminationStatus : nil, signal: exited ? nil : process.terminationStatus,
      output: (try? Data(contentsOf: output)) ?? Data(), errors: errorsSoFar)
  }
}

/// An empty folder that goes when it is no longer needed.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
    return path(name)
  }

  func data(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }

  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  /// The names of everything in it, hidden files too.
  var contents: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }
}
