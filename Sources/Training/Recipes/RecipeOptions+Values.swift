public import Formats

/// One option of a recipe by name: how it is read from a command line or a run's description, and written into the latter.
struct RecipeOptionField: Sendable {
  let name: String
  /// What it takes, for messages.
  let expected: String
  /// Whether a run that is gone on with may have another value than it was begun with.
  let mayChange: Bool
  let value: @Sendable (RecipeOptions) -> JSON
  /// False where the value is of the wrong kind or out of range.
  let set: @Sendable (inout RecipeOptions, JSON) -> Bool

  init<Value>(
    _ name: String, _ path: any WritableKeyPath<RecipeOptions, Value> & Sendable, _ expected: String, mayChange: Bool = false,
    to json: @escaping @Sendable (Value) -> JSON, from value: @escaping @Sendable (JSON) -> Value?
  ) {
    self.name = name
    self.expected = expected
    self.mayChange = mayChange
    self.value = { json($0[keyPath: path]) }
    set = { options, given in
      guard let given = value(given) else { return false }
      options[keyPath: path] = given
      return true
    }
  }
}

extension RecipeOptions {
  /// In the order in which a run's description lists them.
  static let fields: [RecipeOptionField] = [
    count("epochs", \.epochs, from: 0, mayChange: true),
    RecipeOptionField("batch-size", \.batchSize, "a number from 1 up, or all", to: { $0.map { .integer($0) } ?? .text("all") }) {
      $0.string == "all" ? .some(nil) : $0.count(from: 1).map { .some($0) }
    },
    number("learning-rate", \.learningRate, "a number above 0") { $0 > 0 },
    RecipeOptionField("schedule", \.schedule, ScheduleName.expected, to: { .text($0) }) { json in
      json.string.flatMap { ScheduleName.schedule($0, stepCount: 1) == nil ? nil : $0 }
    },
    RecipeOptionField("clip-norm", \.clipNorm, "a number above 0, or off", to: { $0.map { .number($0) } ?? .text("off") }) {
      $0.string == "off" ? .some(nil) : $0.double.flatMap { $0 > 0 ? .some($0) : nil }
    },
    choice("optimizer", \.optimizer, among: OptimizerName.allCases.map(\.rawValue)),
    number("momentum", \.momentum, "a number from 0 up to 1") { 0..<1 ~= $0 },
    number("weight-decay", \.weightDecay, "a number from 0 up") { $0 >= 0 },
    seed("seed", \.seed), seed("data-seed", \.dataSeed),
    count("samples", \.trainingCount, from: 1), count("validation-samples", \.validationCount, from: 1),
    number("noise", \.noise, "a number from 0 up") { $0 >= 0 },
    number("dropout", \.dropout, "a number from 0 up to 1") { 0..<1 ~= $0 },
    RecipeOptionField("hidden", \.hidden, "widths from 1 up, separated by commas", to: { .array($0.map { .integer($0) }) }) { json in
      json.list { $0.count(from: 1) }
    },
    RecipeOptionField(
      "patience", \.patience, "a number of epochs from 1 up, or off", mayChange: true, to: { $0.map { .integer($0) } ?? .text("off") }
    ) {
      $0.string == "off" ? .some(nil) : $0.count(from: 1).map { .some($0) }
    },
    RecipeOptionField("on-nonfinite", \.nonFinite, "continue or stop", mayChange: true, to: { .text($0.rawValue) }) {
      $0.string.flatMap { NonFinitePolicy(rawValue: $0) }
    },
    RecipeOptionField(
      "record", \.recorded, "some of weights, gradients, activations", to: { .array($0.sorted().map { .text($0.rawValue) }) }
    ) { json in json.list { $0.string.flatMap { RecordingPlan.Content(rawValue: $0) } }.map { Set($0) } },
    count("record-every", \.recordEvery, from: 1),
    RecipeOptionField(
      "layers", \.layers, "names of layers, or all", to: { $0.map { .array($0.map { .text($0) }) } ?? .text("default") }
    ) { json in
      json.string == "default" ? .some(nil) : json.list { $0.string }.map { .some($0) }
    },
    RecipeOptionField(
      "tensorboard", \.tensorBoard, "a number of steps from 1 up, epoch, or off",
      to: {
        switch $0 {
        case .off: .text("off")
        case .eachEpoch: .text("epoch")
        case .every(let steps): .integer(steps)
        }
      }
    ) {
      $0.string == "off" ? .off : $0.string == "epoch" ? .eachEpoch : $0.count(from: 1).map { .every($0) }
    },
    count("resume-every", \.resumeEvery, from: 1), count("probe-samples", \.probeCount, from: 1),
  ]

  /// All options by name that `recipe` has.
  func values(of recipe: any Recipe.Type) -> [(name: String, value: JSON)] {
    Self.fields.filter { Self.isOption($0.name, of: recipe) }.map { ($0.name, $0.value(self)) }
  }

  /// Changes an option by name.
  /// - Throws: Where `recipe` has no such option, or the value is none for it.
  public mutating func set(_ name: String, to value: JSON, for recipe: any Recipe.Type) throws(RecipeError) {
    guard let field = Self.fields.first(where: { $0.name == name }), Self.isOption(name, of: recipe) else {
      throw .unknownOption(name, recipe: recipe.name)
    }
    guard field.set(&self, value) else { throw .badValue(option: name, value: value.plain, expected: field.expected) }
  }

  private static func isOption(_ name: String, of recipe: any Recipe.Type) -> Bool {
    ParticularOption(rawValue: name).map { recipe.particularOptions.contains($0) } ?? true
  }
}

// MARK: - Kinds of options

extension RecipeOptions {
  private static func count(
    _ name: String, _ path: any WritableKeyPath<RecipeOptions, Int> & Sendable, from lowest: Int, mayChange: Bool = false
  ) -> RecipeOptionField {
    RecipeOptionField(name, path, "a number from \(lowest) up", mayChange: mayChange, to: { .integer($0) }, from: { $0.count(from: lowest) })
  }

  private static func number(
    _ name: String, _ path: any WritableKeyPath<RecipeOptions, Double> & Sendable, _ expected: String,
    where isRight: @escaping @Sendable (Double) -> Bool
  ) -> RecipeOptionField {
    RecipeOptionField(name, path, expected, to: { .number($0) }) { json in json.double.flatMap { $0.isFinite && isRight($0) ? $0 : nil } }
  }

  private static func seed(_ name: String, _ path: any WritableKeyPath<RecipeOptions, UInt64> & Sendable) -> RecipeOptionField {
    // Numbers beyond those that JSON's readers keep are text.
    RecipeOptionField(name, path, "a number from 0 up", to: { $0 < 1 << 53 ? .integer(Int($0)) : .text("\($0)") }) { json in
      json.wholeNumber.flatMap { UInt64(exactly: $0) } ?? json.string.flatMap { UInt64($0) }
    }
  }

  private static func choice(
    _ name: String, _ path: any WritableKeyPath<RecipeOptions, String> & Sendable, among names: [String]
  ) -> RecipeOptionField {
    RecipeOptionField(name, path, names.joined(separator: ", "), to: { .text($0) }) { json in
      json.string.flatMap { names.contains($0) ? $0 : nil }
    }
  }
}

extension JSON {
  /// What `read` makes of each element; nil where it makes nothing of one.
  fileprivate func list<Value>(_ read: (JSON) -> Value?) -> [Value]? {
    guard let values else { return nil }
    let read = values.compactMap(read)
    return read.count == values.count ? read : nil
  }

  fileprivate func count(from lowest: Int) -> Int? { wholeNumber.flatMap { $0 >= lowest ? $0 : nil } }

  /// As one would type it.
  var plain: String {
    switch self {
    case .text(let text): text
    case .array(let values): values.map(\.plain).joined(separator: ",")
    default: line
    }
  }
}
