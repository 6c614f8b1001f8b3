import Foundation

/// Expected values that a committed script made: `Fixtures/NAME.json` beside the test, an object of name -> {"shape", "data"},
/// with "nan", "inf" and "-inf" for the values that JSON has not.
public struct Fixture: Sendable {
  public struct Array: Decodable, Sendable {
    public var shape: [Int]
    public var data: [Double]
  }

  private let arrays: [String: Array]

  public init(_ name: String, beside testFile: String = #filePath) throws {
    let url = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name).json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    arrays = try decoder.decode([String: Array].self, from: Data(contentsOf: url))
  }

  public subscript(name: String) -> Array {
    guard let array = arrays[name] else { fatalError("the fixture has no array \(name)") }
    return array
  }
}
