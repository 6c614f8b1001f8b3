/// Drops each element with a probability while the network is trained, and divides the others by the probability of staying.
///
/// What is dropped depends on the pass's random key and on the layer's name.
public struct Dropout: Layer {
  public var probability: Double

  public init(_ probability: Double = 0.5) { self.probability = probability }
  public var kindName: String { "dropout" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    let name = scope.node(kindName)
    guard probability >= 0, probability <= 1 else {
      throw .shapes(layer: name, kind: "Dropout", reason: "a probability of \(probability) is not within 0...1")
    }
    return try graph.add(DropoutOperation(probability: probability, stream: Self.stream(name)), name: name, inputs: [input])
  }

  /// FNV-1a, 64 bits: the same on every machine.
  private static func stream(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
