import Foundation
import Testing

/// Chromium, driven by the Python scripts in `Pages`.
enum Browser {
  private static let python = Command.package.appendingPathComponent(".venv/bin/python").path
  private static let folder = Command.package.appendingPathComponent("Tests/AnalyzeTests/Pages").path

  static let isThere =
    (try? Command.shell("cd '\(folder)' && '\(python)' -B -c 'import browser, sys; sys.exit(0 if browser.executable() else 1)'").status) == 0

  static let whatIsMissing: Comment = "pages are not looked at: Chromium, or websocket-client in .venv (Scripts/setup tests), is missing"

  /// What a script saw on a page.
  static func look(_ script: String, _ arguments: [String]) throws -> [String: Any] {
    let words = arguments.map { "'\($0)'" }.joined(separator: " ")
    let outcome = try Command.shell("'\(python)' -B '\(folder)/\(script)' \(words)")
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
  }
}

extension [String: Any] {
  /// A number of what was seen; NaN, which equals nothing, where there is none.
  func number(_ name: String) -> Double { (self[name] as? NSNumber)?.doubleValue ?? .nan }
}
