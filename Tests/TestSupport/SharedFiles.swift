import Foundation

/// Files that the repository does not hold: present on some machines, and then tests use them.
public enum SharedFiles {
  /// The folder `shared` beside the checkout, or the one that FATHOM_SHARED names.
  public static let folder: URL? = {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["FATHOM_SHARED"].map { URL(fileURLWithPath: $0) }
    let candidate = named ?? checkout.deletingLastPathComponent().appendingPathComponent("shared")
    return FileManager.default.fileExists(atPath: candidate.path) ? candidate : nil
  }()

  /// Files with known right answers, and broken ones.
  public static var corpus: URL? { existing("corpus") }

  /// The four IDX files of MNIST.
  public static var mnist: URL? { existing("data/mnist") }

  private static func existing(_ path: String) -> URL? {
    guard let url = folder?.appendingPathComponent(path), FileManager.default.fileExists(atPath: url.path) else { return nil }
    return url
  }
}
