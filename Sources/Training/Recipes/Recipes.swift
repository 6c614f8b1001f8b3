/// The recipes that there are.
public enum Recipes {
  public static let all: [any Recipe.Type] = [ConstantInitRecipe.self, MoonsRecipe.self, SquaresRecipe.self, MNISTRecipe.self]

  /// The recipe of that name; nil if there is none.
  public static func named(_ name: String) -> (any Recipe.Type)? { all.first { $0.name == name } }
}
