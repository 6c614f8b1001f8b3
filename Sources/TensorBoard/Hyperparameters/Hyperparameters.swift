/// What a run was made with, for TensorBoard's HParams page.
public struct Hyperparameters: Sendable, Hashable {
  public enum Value: Sendable, Hashable {
    case number(Double)
    case text(String)
    case flag(Bool)
  }

  /// In the order that the page lists them in.
  public var values: [(name: String, value: Value)]
  /// The tags of the scalars that say how well a run did.
  public var metrics: [String]
  /// Runs of one group are shown as one row; by default each run is its own.
  public var group: String?

  /// - Precondition: No name comes twice.
  public init(_ values: KeyValuePairs<String, Value>, metrics: [String] = [], group: String? = nil) {
    self.init(values.map { (name: $0.key, value: $0.value) }, metrics: metrics, group: group)
  }

  /// - Precondition: No name comes twice.
  public init(_ values: [(name: String, value: Value)], metrics: [String] = [], group: String? = nil) {
    precondition(Set(values.map(\.name)).count == values.count, "a hyperparameter comes twice in \(values.map(\.name))")
    self.values = values
    self.metrics = metrics
    self.group = group
  }

  public static func == (a: Hyperparameters, b: Hyperparameters) -> Bool {
    a.metrics == b.metrics && a.group == b.group && a.values.elementsEqual(b.values, by: ==)
  }

  public func hash(into hasher: inout Hasher) {
    for (name, value) in values {
      hasher.combine(name)
      hasher.combine(value)
    }
    hasher.combine(metrics)
    hasher.combine(group)
  }
}

extension Hyperparameters.Value: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral
{
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(stringLiteral value: String) { self = .text(value) }
  public init(booleanLiteral value: Bool) { self = .flag(value) }
}
