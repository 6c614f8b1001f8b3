internal import Tensors

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

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

    /// By what somebody called a layer: `encoder.relu2`.
    init(called name: String) {
      let name = name.lowercased()
      self = name.contains("leaky") || name.contains("prelu") ? .other
        : name.contains("relu") ? .rectifier : name.contains("tanh") ? .tanh : name.contains("sigmoid") ? .sigmoid : .other
    }
  }

  public var kind: Kind
  /// How many outputs a unit was seen with: samples times the places of a feature map.
  public var seenCount: Int
  public var nonFiniteCount: Int
  /// Of a rectifier: the share of units that are above zero for fewer than 1 % of the samples (and places of a feature map); nil where
  /// units are not told apart.
  public var deadShare: Double?
  /// The share of units whose mean magnitude is at most 0.025 of the layer's (Sokar and others 2023); nil as above.
  public var dormantShare: Double?
  /// Of tanh and sigmoid: the share of outputs beyond ±0.97, or outside 0.03 ... 0.97.
  public var saturatedShare: Double
  /// Of tanh and sigmoid: (skewness² + 1) / kurtosis of the outputs, above 5/9 for two peaks and 1 for two numbers (Sarle's coefficient for
  /// many numbers); 0 where they do not vary.
  public var bimodality: Double

  static let activeSamples = 0.01
  /// What a unit does for fewer outputs says little of what it does for all.
  static let fewestSeen = 32
  static let dormantActivity = 0.025
  static let tanhEnd = 0.97
  static let sigmoidEnds = 0.03...0.97
  /// From here on a distribution's bucket that reaches to the end counts as lying there: TensorBoard's are a tenth wide.
  static let coarseEnd = 0.9

  /// - Parameters:
  ///   - values: [samples, units, ...]; what follows the units counts as more samples.
  ///   - isInput: Whether these are the numbers that the layer of that kind takes, not what it gives.
  init(_ values: Tensor<Float>, kind: Kind, isInput: Bool = false) {
    self.kind = kind
    let dimensions = values.shape.dimensions
    let samples = dimensions.first ?? 0
    let units = dimensions.count > 1 ? dimensions[1] : 1
    let places = dimensions.dropFirst(2).reduce(1, *)
    var nonFinite = 0
    var ends = EndShare(kind)
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
            let output = isInput ? kind.output(of: Double(value)) : Double(value)
            if output > 0 { active[unit] += 1 }
            magnitudes[unit] += output.magnitude
            ends.add(output, 1)
          }
        }
      }
    }
    let seen = Double(samples * places)
    let mean = magnitudes.reduce(0, +) / Double(max(units, 1))
    seenCount = samples * places
    nonFiniteCount = nonFinite
    deadShare = kind == .rectifier && units > 0 ? Double(active.count { Double($0) < Self.activeSamples * seen }) / Double(units) : nil
    dormantShare = units > 1 && mean > 0 ? Double(magnitudes.count { $0 <= Self.dormantActivity * mean }) / Double(units) : nil
    (saturatedShare, bimodality) = (ends.share, ends.bimodality)
  }

  /// Of a distribution alone. Units are not told apart, so that only a layer that is silent as a whole is known to be dead.
  init(buckets: [(left: Double, right: Double, count: Double)], kind: Kind) {
    self.kind = kind
    let wild = buckets.filter { !($0.left.isFinite && $0.right.isFinite) }.reduce(0) { $0 + $1.count }
    nonFiniteCount = Int(min(max(wild, 0), 1e18))
    var ends = EndShare(kind)
    let finite = buckets.filter { $0.left.isFinite && $0.right.isFinite && $0.count > 0 }
    for bucket in finite { ends.add(Self.place(of: bucket), bucket.count) }
    seenCount = Int(min(finite.reduce(0) { $0 + $1.count }, 1e18))
    let isSilent = !finite.isEmpty && finite.allSatisfy { max($0.left.magnitude, $0.right.magnitude) < 1e-9 }
    deadShare = kind == .rectifier && isSilent ? 1 : nil
    dormantShare = nil
    (saturatedShare, bimodality) = (ends.share, ends.bimodality)
  }

  /// Where a bucket's numbers are taken to lie: at its outer edge where that is an end, otherwise in the middle.
  private static func place(of bucket: (left: Double, right: Double, count: Double)) -> Double {
    if bucket.left > coarseEnd, bucket.right > tanhEnd { return bucket.right }
    if bucket.right < -coarseEnd, bucket.left < -tanhEnd { return bucket.left }
    return bucket.left / 2 + bucket.right / 2
  }
}

extension ActivationFigures.Kind {
  func output(of input: Double) -> Double {
    switch self {
    case .rectifier: max(input, 0)
    case .tanh: hyperbolicTangent(input)
    case .sigmoid: 1 / (1 + exp(-input))
    case .other: input
    }
  }
}

/// The C library's; among the kinds its name means the kind.
private func hyperbolicTangent(_ input: Double) -> Double { tanh(input) }

/// Counts how many outputs lie at the ends of tanh or sigmoid, and whether there are two peaks.
private struct EndShare {
  private let kind: ActivationFigures.Kind
  private var (count, atEnds) = (0.0, 0.0)
  /// Sums of the first four powers. Outputs lie in -1 ... 1, so that nothing is lost.
  private var powers = SIMD4<Double>.zero

  init(_ kind: ActivationFigures.Kind) { self.kind = kind }

  private var hasEnds: Bool { kind == .tanh || kind == .sigmoid }

  @inline(__always)
  mutating func add(_ output: Double, _ weight: Double) {
    guard hasEnds else { return }
    count += weight
    let isAtEnd =
      kind == .tanh ? output.magnitude > ActivationFigures.tanhEnd : !ActivationFigures.sigmoidEnds.contains(output)
    if isAtEnd { atEnds += weight }
    let square = output * output
    powers += weight * SIMD4(output, square, square * output, square * square)
  }

  var share: Double { count > 0 ? atEnds / count : 0 }

  var bimodality: Double {
    guard count > 3 else { return 0 }
    let moments = powers / count
    let mean = moments[0]
    let variance = moments[1] - mean * mean
    guard variance > 1e-12 else { return 0 }
    let third = moments[2] - 3 * mean * moments[1] + 2 * mean * mean * mean
    let fourth = moments[3] - 4 * mean * moments[2] + 6 * mean * mean * moments[1] - 3 * mean * mean * mean * mean
    let squaredSkewness = third * third / (variance * variance * variance)
    return (squaredSkewness + 1) / (fourth / (variance * variance))
  }
}
