/// An array with the name that its file gives it.
public struct NamedArray: Sendable {
  public var name: String
  public var values: NumericArray
  /// Where it comes from a table with a header.
  public var columnNames: [String]?

  public init(_ name: String, _ values: NumericArray, columnNames: [String]? = nil) {
    self.name = name
    self.values = values
    self.columnNames = columnNames
  }
}
