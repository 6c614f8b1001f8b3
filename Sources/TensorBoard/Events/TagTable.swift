#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The tags of a file by number, from 0 in the order in which they came, and the plugin that each is for.
///
/// A training logs the same tags in the same order at every step. So the tag that came after this one the last time is tried first:
/// comparing bytes is all that it takes to find most tags, and no string is made of them.
struct TagTable: ~Copyable {
  private struct Entry {
    /// Where its bytes stand in `text`.
    var start: Int
    var count: Int
    /// The tag that came next the last time.
    var successor: Int
  }

  private var entries: [Entry] = []
  private var text: [UInt8] = []
  private(set) var names: [String] = []
  private var plugins: [String?] = []
  private var holdsScalars: [Bool] = []
  private var numbers: [String: Int] = [:]
  private var last = 0

  /// The number of a tag. What a value says of its plugin is kept for the tag's other values, which as a rule do not say it again.
  mutating func number(of bytes: UnsafeRawBufferPointer, plugin: UnsafeRawBufferPointer?) -> Int {
    let number = self.number(of: bytes)
    if let plugin {
      let name = String(decoding: plugin, as: UTF8.self)
      if name != plugins[number] {
        plugins[number] = name
        holdsScalars[number] = name == "scalars"
      }
    }
    return number
  }

  /// The number of a tag that has come.
  func number(of name: String) -> Int? { numbers[name] }

  func name(_ number: Int) -> String { names[number] }

  func plugin(_ number: Int) -> String? { plugins[number] }

  /// Whether a tensor of one number under this tag is a scalar: its plugin is the one that shows them, or nobody has said one.
  func mayHoldScalars(_ number: Int) -> Bool { holdsScalars[number] }

  private mutating func number(of bytes: UnsafeRawBufferPointer) -> Int {
    if last < entries.count {
      let guess = entries[last].successor
      if isEqual(entries[guess], bytes) {
        last = guess
        return guess
      }
    }
    let name = String(decoding: bytes, as: UTF8.self)
    let number = numbers[name] ?? insert(name, bytes)
    entries[last].successor = number
    last = number
    return number
  }

  private func isEqual(_ entry: Entry, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard entry.count == bytes.count else { return false }
    guard let start = bytes.baseAddress, entry.count > 0 else { return true }
    return text.withUnsafeBytes { memcmp($0.baseAddress! + entry.start, start, entry.count) == 0 }
  }

  private mutating func insert(_ name: String, _ bytes: UnsafeRawBufferPointer) -> Int {
    let number = entries.count
    entries.append(Entry(start: text.count, count: bytes.count, successor: number))
    text.append(contentsOf: bytes)
    names.append(name)
    plugins.append(nil)
    holdsScalars.append(true)
    numbers[name] = number
    return number
  }
}
