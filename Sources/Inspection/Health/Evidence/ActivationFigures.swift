public import Tensors

/// What a layer gives for the probe samples at a step.
public struct ActivationFigures: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Zero below a threshold, so that units can be silent: ReLU.
    case rectifier
    case tanh, sigmoid
    case other

    /// By the layer's name in PyTorch.
    init(_ kind: String?) {
      switch kind?.lowercased() {
      case "relu", "relu6": self = .rectifier
      case "tanh": self = .tanh
      case "sigmoid": self = .sigmoid
      default: self = .other
      }
    }
  }

  public var kind: Kind
  public var nonFiniteCount: Int
  /// Of a rectifier: the share of units that are above zero for fewer than 1 % of the samples (and places of a feature map).
  public var deadShare: Double
  /// The share of units whose mean magnitude is at most 0.025 of the layer's (Sokar and others 2023).
  public var dormantShare: Double
  /// Of tanh and sigmoid: the share of outputs beyond ±0.97, or outside 0.03 ... 0.97.
  public var saturatedShare: Double

  static let activeSamples = 0.01
  static let dormantActivity = 0.025
  static let tanhEnd = 0.97
  static let sigmoidEnds = 0.03...0.97

  /// - Parameter values: [samples, units, ...]; what follows the units counts as more samples.
  init(_ values: Tensor<Float>, kind: Kind) {
    self.kind = kind
    let dimensions = values.shape.dimensions
    let samples = dimensions.first ?? 0
    let units = dimensions.count > 1 ? dimensions[1] : 1
    let places = dimensions.dropFirst(2).reduce(1, *)
    var (nonFinite, saturated) = (0, 0)
    var active = [Int](repeating: 0, count: units)
    var magnitudes = [Double](repeating: 0, count: units)
    values.withUnsafeBufferPointer { values in
      for sample in 0..<samples {
        for unit in 0..<units {
          for value in values[(sample * units + unit) * places..<(sample * units + unit + 1) * places] {
            guard value.isFinite else {
              nonFinite += 1
              continue
            }
            let wide = Double(value)
            if value > 0 { active[unit] += 1 }
            magnitudes[unit] += wide.magnitude
            let isAtEnd = kind == .tanh ? wide.magnitude > Self.tanhEnd : kind == .sigmoid && !Self.sigmoidEnds.contains(wide)
            if isAtEnd { saturated += 1 }
          }
        }
      }
    }
    let seen = Double(samples * places)
    let mean = magnitudes.reduce(0, +) / Double(max(units, 1))
    nonFiniteCount = nonFinite
    deadShare = kind == .rectifier && units > 0 ? Double(active.count { Double($0) < Self.activeSamples * seen }) / Double(units) : 0
    dormantShare = units > 1 && mean > 0 ? Double(magnitudes.count { $0 <= Self.dormantActivity * mean }) / Double(units) : 0
    saturatedShare = seen > 0 ? Double(saturated) / (seen * Double(max(units, 1))) : 0
  }
}
