internal import Formats
internal import Tensors

/// The order of the samples from a file, so that another program can train on the same batches.
///
/// `training` has the numbers of the samples of an epoch in their order, `validation` those that are held back, both counted in the
/// recipe's whole data. For recipes that make their samples: `inputs` [samples, ...] and `targets` [samples, ...], taken in their order,
/// a batch at each step.
struct GivenBatches {
  private let arrays: [String: NumericArray]

  init(_ arrays: [NamedArray]) {
    self.arrays = Dictionary(arrays.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
  }

  func apply(to parts: inout RecipeParts, _ settings: inout TrainingSettings) throws {
    guard let all = parts.allSamples else {
      guard let inputs = arrays["inputs"], let targets = arrays["targets"] else { throw missing("inputs and targets") }
      parts.training = try Samples(inputs.floats(), targets: targets.floats())
      settings.order = .sequential
      return
    }
    parts.training = all
    settings.order = .given(try numbers("training", below: all.count))
    if arrays["validation"] != nil { parts.validation = all.selecting(try numbers("validation", below: all.count)) }
  }

  private func numbers(_ name: String, below count: Int) throws -> [Int] {
    guard let array = arrays[name], let numbers = array.integers(), !numbers.isEmpty else { throw missing(name) }
    guard let stray = numbers.first(where: { !(0..<count ~= $0) }) else { return numbers }
    throw RecipeError.badValue(option: "batches", value: "the sample \(stray)", expected: "numbers of samples from 0 to \(count - 1)")
  }

  private func missing(_ what: String) -> RecipeError {
    .badValue(option: "batches", value: arrays.keys.sorted().joined(separator: ", "), expected: "a file with the whole numbers \(what)")
  }
}
