/// What is known of a training, in figures, whatever it was read from.
public struct HealthEvidence: Sendable {
  /// What was measured at a step.
  public struct Sample<Value: Sendable>: Sendable {
    public var step: Int
    public var value: Value

    public init(step: Int, value: Value) {
      self.step = step
      self.value = value
    }
  }

  /// One quantity over the steps, for each tensor or layer, in the order in which they were met.
  public struct Records<Value: Sendable>: Sendable {
    public private(set) var names: [String] = []
    private var samples: [String: [Sample<Value>]] = [:]

    public subscript(name: String) -> [Sample<Value>] { samples[name] ?? [] }

    public mutating func append(_ value: Value, of name: String, step: Int) {
      if samples[name] == nil { names.append(name) }
      samples[name, default: []].append(Sample(step: step, value: value))
    }

    /// Brings each name's samples into the order of their steps; those of one step keep theirs.
    mutating func sort() {
      for name in names {
        let given = samples[name] ?? []
        samples[name] = given.enumerated().sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }.map(\.element)
      }
    }
  }

  /// Of tensors by their names, those with `weight` in the name or of two axes and more first among equals.
  public var weights = Records<TensorFigures>()
  /// Of gradients by the names of their tensors.
  public var gradients = Records<TensorFigures>()
  /// |Δw| / |w| from one recorded step to the next.
  public var updates = Records<Double>()
  /// Of layers' outputs for the probe samples.
  public var activations = Records<ActivationFigures>()
  public var trainingLoss: [Sample<Double>] = []
  public var validationLoss: [Sample<Double>] = []

  public init() {}

  /// The tensors of ``weights`` that training changes by gradients, by what they are.
  func parameters(_ isWanted: (TensorRole) -> Bool = { _ in true }) -> [String] {
    weights.names.filter { name in
      let role = TensorRole(name)
      return role.isParameter && isWanted(role) && !(weights[name].first?.value.isBuffer ?? false)
    }
  }

  public var isEmpty: Bool { !hasTensors && trainingLoss.isEmpty && validationLoss.isEmpty }

  /// Whether more is known than losses.
  var hasTensors: Bool { !(weights.names.isEmpty && gradients.names.isEmpty && activations.names.isEmpty) }
}
