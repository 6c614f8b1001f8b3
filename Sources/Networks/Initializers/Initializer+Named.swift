extension Initializer {
  /// The names that ``init(named:)`` knows, each with its numbers: in brackets where they may be left out.
  public static let names = [
    "zeros", "ones", "constant:VALUE", "uniform[:LOWER:UPPER]", "normal[:MEAN:DEVIATION]", "xavier-uniform[:GAIN]",
    "xavier-normal[:GAIN]", "kaiming-uniform[:GAIN]", "kaiming-normal[:GAIN]", "orthogonal[:GAIN]",
  ]

  /// The initialiser that a text such as `xavier-uniform`, `constant:1` or `normal:0:0.02` names. Without numbers those of
  /// `torch.nn.init` hold: 0 to 1 for `uniform`, 0 and 1 for `normal`, gain 1, and sqrt(2) for Kaiming's.
  public init(named text: String) throws(NetworkError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.dropFirst().compactMap { Double($0) }.filter(\.isFinite)
    guard numbers.count == parts.count - 1, let found = Self.find(String(parts[0]), numbers) else {
      throw .data("no initialiser is called \(text); there are: \(Self.names.joined(separator: ", "))")
    }
    self = found
  }

  private static func find(_ name: String, _ numbers: [Double]) -> Initializer? {
    switch (name, numbers.count) {
    case ("zeros", 0): .constant(0)
    case ("ones", 0): .constant(1)
    case ("constant", 1): .constant(numbers[0])
    case ("uniform", 0): .uniform(lower: 0, upper: 1)
    case ("uniform", 2) where numbers[0] < numbers[1]: .uniform(lower: numbers[0], upper: numbers[1])
    case ("normal", 0): .normal(mean: 0, deviation: 1)
    case ("normal", 2) where numbers[1] >= 0: .normal(mean: numbers[0], deviation: numbers[1])
    case ("xavier-uniform", 0): .xavierUniform()
    case ("xavier-uniform", 1): .xavierUniform(gain: numbers[0])
    case ("xavier-normal", 0): .xavierNormal()
    case ("xavier-normal", 1): .xavierNormal(gain: numbers[0])
    case ("kaiming-uniform", 0): .kaimingUniform()
    case ("kaiming-uniform", 1): .kaimingUniform(gain: numbers[0])
    case ("kaiming-normal", 0): .kaimingNormal()
    case ("kaiming-normal", 1): .kaimingNormal(gain: numbers[0])
    case ("orthogonal", 0): .orthogonal()
    case ("orthogonal", 1): .orthogonal(gain: numbers[0])
    default: nil
    }
  }
}
