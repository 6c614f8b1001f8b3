/// The dotted path of names that leads to a layer, as PyTorch's modules have it: `features.0`.
public struct Scope: Sendable, Hashable {
  public let path: String

  public init(_ path: String = "") { self.path = path }

  /// The scope of what is called `name` in this one.
  public func appending(_ name: String) -> Scope { Scope(path.isEmpty ? name : "\(path).\(name)") }

  /// The name of a parameter of the layer that stands here: `features.0.weight`.
  public func parameter(_ name: String) -> String { appending(name).path }

  /// The name of the node of the layer that stands here; `kindName` for a layer that is the whole network.
  public func node(_ kindName: String) -> String { path.isEmpty ? kindName : path }
}
