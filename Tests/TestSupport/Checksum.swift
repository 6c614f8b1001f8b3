import Foundation

/// Checksums by the system's tools, which share no code with what they judge.
public enum Checksum {
  /// SHA-256 in hexadecimal; nil where no tool gives it.
  public static func sha256(_ data: Data) -> String? {
    let path = NSTemporaryDirectory() + "/fathom-sha256-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard (try? data.write(to: URL(fileURLWithPath: path))) != nil else { return nil }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if canImport(Darwin)
      process.arguments = ["shasum", "-a", "256", path]
    #else
      process.arguments = ["sha256sum", path]
    #endif
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).split(separator: " ").first.map(String.init)
  }

  /// SHA-256 of numbers as 64-bit little-endian floats.
  public static func sha256(littleEndian values: [Double]) -> String? { values.withUnsafeBytes { sha256(Data($0)) } }
}
