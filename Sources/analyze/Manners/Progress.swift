import ArgumentParser
import Formats

/// How progress is shown on standard error.
enum ProgressStyle: String, CaseIterable, ExpressibleByArgument {
  case auto, bar, json, none
}

/// Shows how far the work is. All of it goes to standard error; nothing of it changes the result.
final class Progress {
  private let style: ProgressStyle
  private let started = secondsNow()
  private var lastShown = -Double.infinity
  private var lineWidth = 0

  /// Whether anything is shown at all.
  var isShown: Bool { style == .bar || style == .json }

  init(_ style: ProgressStyle) {
    self.style = style == .auto ? (StandardError.isTerminal ? .bar : .none) : style
  }

  /// Tells that `done` of `total` steps of `stage` are done, with measures such as the KL divergence.
  func show(_ stage: String, _ done: Int, of total: Int, _ measures: [(name: String, value: Double)] = []) {
    switch style {
    case .json:
      let members: [(String, JSON)] = [
        ("stage", .text(stage)), ("done", .integer(done)), ("total", .integer(total)),
        ("seconds", .number(((secondsNow() - started) * 1000).rounded() / 1000)),
      ]
      StandardError.write(JSON.object(members + measures.map { ($0.name, JSON($0.value)) }).line + "\n")
    case .bar:
      let now = secondsNow()
      guard done == 0 || done == total || now - lastShown > 0.05 else { return }
      lastShown = now
      draw(Self.bar(stage, done, total, measures))
    case .auto, .none: break
    }
  }

  /// Leaves the terminal's line clean for what follows.
  func finish() {
    if lineWidth > 0 { draw("") }
    lineWidth = 0
  }

  private func draw(_ line: String) {
    let blanks = String(repeating: " ", count: max(0, lineWidth - line.count))
    StandardError.write("\r" + line + blanks + (line.isEmpty ? "\r" : ""))
    lineWidth = line.count
  }

  private static func bar(_ stage: String, _ done: Int, _ total: Int, _ measures: [(name: String, value: Double)]) -> String {
    let width = 24
    let filled = min(width, width * done / max(total, 1))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let figures = measures.map { "  \($0.name) \(($0.value * 10_000).rounded() / 10_000)" }.joined()
    return total > 0 ? "\(bar) \(stage) \(done)/\(total)\(figures)" : "\(stage) ..."
  }
}
