/// What can be wrong with a network in training.
public enum HealthSign: String, Sendable, CaseIterable {
  case vanishing, exploding, saturated, dead, symmetric, nonfinite
}
