/// How ``randomizedSVD(_:rank:options:seed:)`` goes about it.
public struct RandomizedSVDOptions: Sendable, Hashable {
  /// Random vectors beyond the rank asked for. More are more accurate.
  public var oversampling = 10
  /// How often the random vectors go through A Aᵀ. Unless told: 7 where the rank is below a tenth of the smaller extent, 4 elsewhere.
  public var powerIterations: Int?

  public init(oversampling: Int = 10, powerIterations: Int? = nil) {
    self.oversampling = oversampling
    self.powerIterations = powerIterations
  }
}
