public import Tensors

/// The values of a graph's parameters, and the gradients of those that are trained, each kind in one piece of memory: an optimiser's
/// step is one sweep.
public final class Parameters<Scalar: FloatingScalar> {
  public struct Slot: Sendable {
    public let name: String
    public let shape: Shape
    public let isTrainable: Bool
    /// Where it begins in the values, and in the gradients if it is trained.
    public let offset: Int

    public var count: Int { shape.elementCount }
  }

  /// Trained ones first, each group in the graph's order.
  public let slots: [Slot]
  /// How many scalars the trained ones span, gaps for alignment included. The gaps stay zero.
  public let trainableSpan: Int

  let values: Memory<Scalar>
  let gradients: Memory<Scalar>
  private let indexOfName: [String: Int]

  /// Fresh values for the parameters of `graph`: every one from its own stream of random numbers, so that adding a layer does not
  /// change the others.
  public init(of graph: Graph, seed: UInt64) {
    let described = graph.parameters.map { (graph[$0].name, graph[$0].parameter!) }
    let ordered = described.filter(\.1.isTrainable) + described.filter { !$0.1.isTrainable }
    var slots: [Slot] = []
    var offset = 0
    var trainableSpan = 0
    for (name, parameter) in ordered {
      slots.append(Slot(name: name, shape: parameter.shape, isTrainable: parameter.isTrainable, offset: offset))
      offset += Memory<Scalar>.padded(parameter.shape.elementCount)
      if parameter.isTrainable { trainableSpan = offset }
    }
    self.slots = slots
    self.trainableSpan = trainableSpan
    values = Memory(count: offset)
    gradients = Memory(count: trainableSpan)
    indexOfName = Dictionary(uniqueKeysWithValues: slots.enumerated().map { ($1.name, $0) })
    let generator = RandomGenerator(seed: seed)
    let stream = Dictionary(uniqueKeysWithValues: described.enumerated().map { ($1.0, UInt64($0)) })
    for (slot, (name, parameter)) in zip(slots, ordered) {
      parameter.initializer.fill(buffer(slot), shape: slot.shape, generator.stream(stream[name]!))
    }
  }

  public func slot(named name: String) -> Slot? { indexOfName[name].map { slots[$0] } }

  /// How many scalars are trained.
  public var trainableCount: Int { slots.filter(\.isTrainable).reduce(0) { $0 + $1.count } }

  /// The values of `slot`, in row-major order, valid as long as this object.
  public func pointer(_ slot: Slot) -> UnsafeMutablePointer<Scalar> { values.pointer + slot.offset }

  /// The gradient of `slot`; nil where it is not trained.
  public func gradientPointer(_ slot: Slot) -> UnsafeMutablePointer<Scalar>? {
    slot.isTrainable ? gradients.pointer + slot.offset : nil
  }

  private func buffer(_ slot: Slot) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(start: pointer(slot), count: slot.count)
  }
}

// MARK: - As tensors

extension Parameters {
  /// A copy of the values called `name`.
  public func value(_ name: String) throws(NetworkError) -> Tensor<Scalar> {
    let slot = try known(name)
    return Tensor(buffer(slot), shape: slot.shape)
  }

  /// A copy of the last gradient of the parameter called `name`.
  public func gradient(_ name: String) throws(NetworkError) -> Tensor<Scalar> {
    let slot = try known(name)
    guard let pointer = gradientPointer(slot) else { throw .data("\(name) is not trained and has no gradient") }
    return Tensor(UnsafeBufferPointer(start: pointer, count: slot.count), shape: slot.shape)
  }

  /// Overwrites the values called `name`.
  public func set(_ name: String, to value: Tensor<Scalar>) throws(NetworkError) {
    let slot = try known(name)
    guard value.shape == slot.shape else { throw .valueShape(name: name, expected: slot.shape, found: value.shape) }
    value.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { pointer(slot).update(from: base, count: slot.count) }
    }
  }

  private func known(_ name: String) throws(NetworkError) -> Slot {
    guard let slot = slot(named: name) else { throw .unknownNode(name, known: slots.map(\.name)) }
    return slot
  }

  /// All values by name, those that are not trained included.
  public var stateDictionary: [String: Tensor<Scalar>] {
    Dictionary(uniqueKeysWithValues: slots.map { ($0.name, Tensor(buffer($0), shape: $0.shape)) })
  }

  /// Overwrites all values. Throws, changing nothing, where names or shapes differ.
  public func load(_ state: [String: Tensor<Scalar>]) throws(NetworkError) {
    let missing = slots.map(\.name).filter { state[$0] == nil }
    let unexpected = state.keys.filter { slot(named: $0) == nil }.sorted()
    guard missing.isEmpty && unexpected.isEmpty else { throw .stateDictionary(missing: missing, unexpected: unexpected) }
    for slot in slots where state[slot.name]!.shape != slot.shape {
      throw .valueShape(name: slot.name, expected: slot.shape, found: state[slot.name]!.shape)
    }
    for slot in slots { try set(slot.name, to: state[slot.name]!) }
  }
}
