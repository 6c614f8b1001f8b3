public import Tensors

/// An optimiser at work on the parameters of a network: what it keeps, and how many steps it has made.
public final class OptimizerState<Scalar: FloatingScalar> {
  public let optimizer: any Optimizer
  public private(set) var step = 0

  private let parameters: Parameters<Scalar>
  private let kept: Memory<Scalar>

  public init(_ optimizer: any Optimizer, for parameters: Parameters<Scalar>) {
    self.optimizer = optimizer
    self.parameters = parameters
    kept = Memory(count: optimizer.stateNames.count * parameters.trainableSpan)
  }

  private var arrays: OptimizerArrays<Scalar> { OptimizerArrays(base: kept.pointer, stride: parameters.trainableSpan) }

  /// One step of all trained parameters. O(how many there are), on all threads; allocates nothing.
  public func update(learningRate: Double) {
    step += 1
    let (values, gradients) = (parameters.values.pointer, UnsafePointer(parameters.gradients.pointer))
    let (arrays, step) = (arrays, step)
    // Elementwise, so the cut has no bearing on the result.
    Parallel.forEachRange(of: parameters.trainableSpan, grain: 32_768) { _, range in
      let start = range.lowerBound
      optimizer.update(
        values + start, gradients + start, state: arrays.advanced(by: start), count: range.count, learningRate: learningRate,
        step: step)
    }
  }
}

// MARK: - For checkpoints

extension OptimizerState {
  /// A copy of what is kept for each trained parameter, called `fc1.weight.first_moment`.
  public var stateDictionary: [String: Tensor<Scalar>] {
    var state: [String: Tensor<Scalar>] = [:]
    forEachArray { name, slot, pointer in
      state[name] = Tensor(UnsafeBufferPointer(start: pointer, count: slot.count), shape: slot.shape)
    }
    return state
  }

  /// Goes on where another state of this optimiser had made `step` steps. Throws, changing nothing, where names or shapes differ.
  public func load(_ state: [String: Tensor<Scalar>], step: Int) throws(NetworkError) {
    var unexpected = Set(state.keys)
    var missing: [String] = []
    var misshapen: NetworkError?
    forEachArray { name, slot, _ in
      unexpected.remove(name)
      guard let value = state[name] else { return missing.append(name) }
      if value.shape != slot.shape { misshapen = .valueShape(name: name, expected: slot.shape, found: value.shape) }
    }
    guard missing.isEmpty, unexpected.isEmpty else { throw .stateDictionary(missing: missing, unexpected: unexpected.sorted()) }
    if let misshapen { throw misshapen }
    guard step >= 0 else { throw .data("an optimiser cannot have made \(step) steps") }
    forEachArray { name, slot, pointer in
      state[name]?.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { pointer.update(from: base, count: slot.count) }
      }
    }
    self.step = step
  }

  private func forEachArray(_ body: (String, Parameters<Scalar>.Slot, UnsafeMutablePointer<Scalar>) -> Void) {
    for slot in parameters.slots where slot.isTrainable {
      for (index, name) in optimizer.stateNames.enumerated() { body("\(slot.name).\(name)", slot, arrays[index] + slot.offset) }
    }
  }
}
