import Foundation

/// Expected values that a committed script made: `Fixtures/NAME.json` beside the test, an object of name -> {"shape", "data"}.
public struct Fixture: Sendable {
  public struct Array: Decodable, Sendable {
    public var shape: [Int]
    public var data: [Double]
  }

  private let arrays: [String: Array]

  public init(_ name: String, beside testFile: String = #filePath) throws {
    let url = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name).json")
    arrays = try JSONDecoder().decode([String: Array].self, from: Data(contentsOf: url))
  }

  public subscript(name: String) -> Array {
    guard let array = arrays[name] else { fatalError("the fixture has no array \(name)") }
    return array
  }
}
