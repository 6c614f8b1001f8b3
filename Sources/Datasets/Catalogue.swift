public import Formats

extension Dataset {
  /// What can be asked for by name.
  public struct Entry: Sendable {
    public var name: String
    /// One line for a list.
    public var summary: String
    let make: @Sendable (UInt64) throws(FileError) -> Dataset
  }

  /// The data sets that the program holds, makes or knows where to find.
  public static let catalogue: [Entry] = [
    Entry(name: "digits", summary: "1,797 handwritten digits, 8 x 8 pixels, 10 classes (UCI, CC BY 4.0)") { _ in .digits() }
  ]

  public static var builtInNames: [String] { catalogue.map(\.name) }

  /// The data set of that name; nil if there is none.
  /// - Parameter seed: For those that are made by chance.
  /// - Throws: `cannotRead` where its files are not there.
  public static func named(_ name: String, seed: UInt64? = nil) throws(FileError) -> Dataset? {
    guard let entry = catalogue.first(where: { $0.name == name }) else { return nil }
    return try entry.make(seed ?? 1234)
  }
}
