/// Why a recipe cannot be followed as asked.
public enum RecipeError: Error, Sendable, Hashable, CustomStringConvertible {
  case unknownOption(String, recipe: String)
  /// The value is of the wrong kind or out of range.
  case badValue(option: String, value: String, expected: String)
  case tooManySamples(asked: Int, available: Int)
  /// A run that is gone on with was begun with another value.
  case differs(option: String, recorded: String, asked: String)
  case otherRecipe(recorded: String, asked: String)

  public var description: String {
    switch self {
    case .unknownOption(let option, let recipe): "the recipe \(recipe) has no --\(option)"
    case .badValue(let option, let value, let expected): "--\(option) takes \(expected), not \(value)"
    case .tooManySamples(let asked, let available): "\(asked) samples for training and validation, and there are \(available)"
    case .differs(let option, let recorded, let asked): "the run was begun with --\(option) \(recorded), not \(asked)"
    case .otherRecipe(let recorded, let asked): "the run follows the recipe \(recorded), not \(asked)"
    }
  }
}
