import Foundation
import TestSupport

@testable import Formats

/// The shared folder of files with known right answers, and of broken ones.
struct Corpus {
  struct Entry: Decodable, Sendable {
    struct Array: Decodable, Sendable {
      var name: String
      var dtype: String
      var shape: [Int]
      var sum: Double?
      var sumabs: Double?
      var nonfinite: Int?
      var sha256_f64le: String?
    }

    var format: String
    var outcome: String?
    var error: String?
    var acceptable: String?
    var tensors: [Array]?
    var optional_tensors: [String]?
    var shared_storages: [[String]]?
    var opaque_globals: [String]?
  }

  private struct Manifest: Decodable { var files: [String: Entry] }

  static let folder = SharedFiles.corpus

  static let entries: [String: Entry] = {
    guard let folder, let data = try? Data(contentsOf: folder.appendingPathComponent("manifest.json")) else { return [:] }
    return (try? JSONDecoder().decode(Manifest.self, from: data))?.files ?? [:]
  }()

  /// Trained checkpoints that ship inside Python packages.
  static let realEntries: [String: Entry] = {
    guard let folder, let data = try? Data(contentsOf: folder.appendingPathComponent("real/manifest.json")) else { return [:] }
    return (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
  }()

  /// Where such a checkpoint lies; nil where it was left out.
  static func realPath(_ name: String) -> String? {
    let path = Corpus.path("real/" + name)
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// The paths below `directory`, sorted; none where the corpus is absent.
  static func paths(in directory: String) -> [String] {
    entries.keys.filter { $0.hasPrefix(directory + "/") }.sorted()
  }

  static func path(_ name: String) -> String { folder?.appendingPathComponent(name).path ?? name }

  static var isPresent: Bool { !entries.isEmpty }
}

/// A directory that is removed when it goes out of scope.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/fathom-formats-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  var contents: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// The FileError that `body` throws; nil if it throws none.
func fileError<Result>(_ body: () throws -> Result) -> FileError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? FileError
  }
}
