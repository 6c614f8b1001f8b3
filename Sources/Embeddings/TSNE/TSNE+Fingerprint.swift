internal import Tensors

extension TSNE {
  /// A number that changes with the affinities and with every setting that the optimisation depends on (FNV-1a).
  func fingerprint(affinities: Affinities, method: GradientMethod, phases: [DescentPhase]) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01b3 }
    func mix(_ value: Float) { mix(UInt64(value.bitPattern)) }
    [affinities.count, dimensions, affinities.entryCount].forEach { mix(UInt64($0)) }
    method.rawValue.utf8.forEach { mix(UInt64($0)) }
    [degreesOfFreedom, theta, maximumStep].forEach { mix($0) }
    for phase in phases {
      mix(UInt64(phase.iterations))
      [phase.exaggeration, phase.learningRate, phase.momentum].forEach { mix($0) }
    }
    // A sample of the entries: data that differs at all differs in nearly every row's probabilities.
    for entry in stride(from: 0, to: affinities.entryCount, by: max(1, affinities.entryCount / 100_000)) {
      mix(UInt64(affinities.columns[entry]))
      mix(affinities.values[entry])
    }
    return Int(truncatingIfNeeded: hash)
  }
}
