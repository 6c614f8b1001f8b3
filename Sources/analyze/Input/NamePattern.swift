#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A pattern of the shell for names of tensors: `*`, `?` and `[...]`, where `*` takes dots and slashes too.
struct NamePattern {
  let text: String

  init(_ text: String) { self.text = text }

  func matches(_ name: String) -> Bool { fnmatch(text, name, 0) == 0 }
}

extension Collection where Element == NamePattern {
  /// Whether one of the patterns fits; without patterns every name does.
  func admit(_ name: String) -> Bool { isEmpty || contains { $0.matches(name) } }
}
