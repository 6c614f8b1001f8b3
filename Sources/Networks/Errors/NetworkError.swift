public import Tensors

/// What can be wrong with a network or with what is fed to it.
public enum NetworkError: Error, Equatable, CustomStringConvertible {
  /// A layer was given shapes that it cannot take.
  case shapes(layer: String, kind: String, reason: String)
  case unknownNode(String, known: [String])
  case duplicateName(String)
  /// A value for `name` does not have the shape that the network has there.
  case valueShape(name: String, expected: Shape, found: Shape)
  /// A state dictionary lacks parameters, or has some that the network does not know.
  case stateDictionary(missing: [String], unexpected: [String])
  /// The data cannot be used: labels out of range, no samples, not a number.
  case data(String)

  public var description: String {
    switch self {
    case .shapes(let layer, let kind, let reason): "layer \(layer) (\(kind)): \(reason)"
    case .unknownNode(let name, let known): "no node is called \(name); there are: \(known.joined(separator: ", "))"
    case .duplicateName(let name): "two nodes are called \(name)"
    case .valueShape(let name, let expected, let found): "\(name): expected a value of shape \(expected), found \(found)"
    case .stateDictionary(let missing, let unexpected):
      "the state does not fit the network: "
        + [("missing", missing), ("unexpected", unexpected)].filter { !$0.1.isEmpty }
        .map { "\($0.0): \($0.1.joined(separator: ", "))" }.joined(separator: "; ")
    case .data(let reason): reason
    }
  }
}

/// Why an operation cannot take the shapes that it was given.
public struct ShapeMismatch: Error {
  public let reason: String

  public init(_ reason: String) { self.reason = reason }
}
