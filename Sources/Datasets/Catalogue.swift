public import Formats

extension Dataset {
  /// What can be asked for by name.
  public struct Entry: Sendable {
    public var name: String
    /// One line for a list.
    public var summary: String
    let make: @Sendable (UInt32) throws(FileError) -> Dataset
  }

  /// The data sets that the program holds, makes or knows where to find.
  public static let catalogue: [Entry] = [
    Entry(name: "digits", summary: "1,797 handwritten digits, 8 x 8 pixels, 10 classes (UCI, CC BY 4.0)") { _ in digits() },
    Entry(name: "moons", summary: "500 points of two interleaving half circles, as scikit-learn's make_moons") { moons(seed: $0) },
    Entry(name: "blobs", summary: "1,000 points of 5 normal clouds in 10 dimensions, as make_blobs") { blobs(seed: $0) },
    Entry(name: "swissroll", summary: "1,500 points of a rolled-up sheet in 3 dimensions, as make_swiss_roll") { swissRoll(seed: $0) },
    Entry(name: "squares", summary: "1,000 noisy images, 32 x 32 pixels, with a bright square in one of 9 cells") { squares(seed: $0) },
    Entry(name: "mnist", summary: "70,000 handwritten digits, 28 x 28 pixels, 10 classes (Scripts/fetch-mnist gets it)") {
      _ throws(FileError) in try mnist()
    },
  ]

  public static var builtInNames: [String] { catalogue.map(\.name) }

  /// The data set of that name; nil if there is none.
  /// - Parameter seed: For those that are made by chance; of a larger number the lower 32 bits count.
  /// - Throws: `cannotRead` where its files are not there.
  public static func named(_ name: String, seed: UInt64 = 1234) throws(FileError) -> Dataset? {
    guard let entry = catalogue.first(where: { $0.name == name }) else { return nil }
    return try entry.make(UInt32(truncatingIfNeeded: seed))
  }
}
