/// Several layers that are all fed the same input, and their results joined.
///
/// Each is called by the name it was given with ``Layer/named(_:)``, otherwise by its position; the node of what they are joined to
/// has the name of the whole.
public struct Branches: Layer {
  public enum Joining: Sendable, Hashable {
    case add
    /// One after another along an axis; axis 0 is the batch.
    case concatenate(axis: Int)
  }

  public let branches: [any Layer]
  public let joining: Joining

  public init(_ branches: any Layer..., joinedBy joining: Joining) { self.init(branches, joinedBy: joining) }

  public init(_ branches: [any Layer], joinedBy joining: Joining) {
    precondition(branches.count > 1, "there is nothing to join in \(branches.count) branches")
    self.branches = branches
    self.joining = joining
  }

  public var kindName: String { "branches" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    var results: [NodeID] = []
    for (position, branch) in branches.enumerated() {
      let name = (branch as? Named)?.name ?? String(position)
      results.append(try branch.add(to: &graph, after: input, scope: scope.appending(name)))
    }
    switch joining {
    case .concatenate(let axis):
      return try graph.add(ConcatenateOperation(axis: axis), name: scope.node(kindName), inputs: results)
    case .add:
      var sum = results[0]
      for (position, result) in results.enumerated().dropFirst() {
        let name = position == results.count - 1 ? scope.node(kindName) : graph.freeName(scope.parameter("sum"))
        sum = try graph.add(ElementwiseOperation(.add), name: name, inputs: [sum, result])
      }
      return sum
    }
  }
}
