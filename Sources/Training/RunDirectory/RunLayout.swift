/// What stands where in a run directory.
enum RunLayout {
  static let description = "run.json"
  static let metrics = "metrics.csv"
  static let probe = "probe.safetensors"
  static let valueLists = ["train_loss", "train_acc", "valid_loss", "valid_acc"].map { $0 + valueSuffix }
  static let valueSuffix = ".txt"
  static let eventPrefix = "events.out.tfevents."
  /// The event file of a run by Fathom: one name for all, so that a run can be gone on with.
  static let events = eventPrefix + "0000000000.fathom"
  private static let snapshotSuffix = ".safetensors"

  /// The file of a step: six digits, more where they do not suffice.
  static func snapshotName(_ step: Int) -> String {
    precondition(step >= 0, "steps are counted from 0, not \(step)")
    let digits = String(step)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + snapshotSuffix
  }

  /// The step of a file; nil for names of any other form.
  static func step(ofName name: String) -> Int? {
    guard name.hasSuffix(snapshotSuffix) else { return nil }
    let digits = name.dropLast(snapshotSuffix.count)
    return digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(digits) : nil
  }

  /// Whether a name at the top of a directory is that of a run's file, or of one that was never finished.
  static func isOwn(_ name: String) -> Bool {
    let name = finishedName(name)
    return [description, metrics, probe].contains(name) || valueLists.contains(name) || name.hasPrefix(eventPrefix)
  }

  /// The same for a name in a folder of snapshots.
  static func isOwnSnapshot(_ name: String) -> Bool { step(ofName: finishedName(name)) != nil }

  /// Whether a name is that of a file which a killed program left unfinished.
  static func isUnfinished(_ name: String) -> Bool { finishedName(name) != name }

  /// What a temporary file would have been called: `run.json` for `.run.json.tmp-123-abc`.
  private static func finishedName(_ name: String) -> String {
    guard name.hasPrefix("."), let cut = name.firstRange(of: ".tmp-") else { return name }
    return String(name[name.index(after: name.startIndex)..<cut.lowerBound])
  }
}

/// What is written at a step, each kind in a folder of its own.
public enum SnapshotKind: String, Sendable, CaseIterable {
  /// Parameters by their names, and gradients as `NAME.grad`.
  case checkpoint = "checkpoints"
  /// What layers make of the probe samples, by the layers' names; `logits` and `softmax` where they are recorded.
  case activations
  /// What training needs to go on as if it had not been interrupted.
  case resumePoint = "resume"

  /// The name of the folder.
  public var folder: String { rawValue }
}
