public import Tensors

/// Runs a graph forward and backward for one batch size. All memory is taken when it is made: a pass allocates nothing, and no
/// result depends on the number of threads.
///
/// Not to be used by two threads at a time.
public final class Executor<Scalar: FloatingScalar> {
  public let graph: Graph
  public let parameters: Parameters<Scalar>
  public let batchSize: Int
  /// What ``backward()`` starts from; nil if there is no backward pass.
  public let loss: NodeID?

  private let plan: ExecutionPlan<Scalar>
  private var routes: [NodeID: Route] = [:]
  private var taps: [NodeID: Tap<Scalar>] = [:]

  /// The steps towards a node, and the nodes that fused steps leave out.
  private struct Route {
    var steps: [ExecutionPlan<Scalar>.Step] = []
    var leftOut: Set<NodeID> = []
  }

  /// Nodes that somebody has looked at: no fusion leaves them out.
  private var lookedAt: Set<NodeID>
  /// Nodes without a value, or gradient, since the last pass left it out.
  private var missingValues: Set<NodeID> = []
  private var missingGradients: Set<NodeID> = []
  private var lastPass = Pass(mode: .inference)

  /// Plans the passes over batches of `batchSize`. With `loss`, gradients of all trained parameters can be computed, and those of
  /// `watched` nodes, such as inputs.
  ///
  /// The two may take turns in the memory of `other`, if that is large enough: what the values and gradients of one were is lost as soon
  /// as inputs are written to the other or it runs.
  public init(
    _ graph: Graph, _ parameters: Parameters<Scalar>, batchSize: Int, loss: NodeID? = nil, watched: Set<NodeID> = [],
    sharingMemoryOf other: Executor? = nil
  ) throws(NetworkError) {
    precondition(batchSize > 0, "a batch of \(batchSize) samples")
    self.graph = graph
    self.parameters = parameters
    self.batchSize = batchSize
    self.loss = loss
    lookedAt = watched
    let flow = loss.map { GradientFlow(graph, from: $0, watched: watched) } ?? GradientFlow(none: graph)
    plan = try ExecutionPlan(graph, parameters, batchSize: batchSize, flow: flow, lent: other?.plan.arena)
  }

  /// How many scalars of memory all arrays take together.
  public var memoryCount: Int { plan.arena.count }

  /// The shape of a node's value.
  public func shape(of node: NodeID) -> Shape { plan.shapes[node.index] }

  /// The memory of a node's value: an input's to be written before a pass, any other's to be read after one.
  public func pointer(to node: NodeID) -> UnsafeMutablePointer<Scalar> {
    lookAt(node)
    return plan.values[node.index]
  }

  /// The memory of the gradient of the loss with respect to a node's value, to be read before the next pass; nil where none is computed.
  public func gradientPointer(to node: NodeID) -> UnsafeMutablePointer<Scalar>? {
    lookAt(node)
    return plan.gradients[node.index]
  }

  /// Makes up for what fused steps have left out of the last pass, and lets none leave out `node` again.
  private func lookAt(_ node: NodeID) {
    guard let fusion = plan.fusions[node] else { return }
    if lookedAt.insert(node).inserted { routes.removeAll() }
    if missingValues.remove(node) != nil { fusion.producer.kernel.forward(fusion.producer.memory, lastPass) }
    if missingGradients.remove(node) != nil { fusion.consumer.kernel.backward(fusion.consumer.memory, lastPass) }
  }
}

// MARK: - Passes

extension Executor {
  /// Computes `target` and all that it needs from the inputs. O(the operations that it needs).
  public func forward(to target: NodeID, _ pass: Pass) {
    let route = route(to: target)
    // By index, here and below, since iterating over an array of a generic type allocates.
    for index in route.steps.indices {
      let step = route.steps[index]
      step.kernel.forward(step.memory, pass)
      if !taps.isEmpty { offerValue(of: step.node) }
    }
    missingValues.formUnion(route.leftOut)
    lastPass = pass
  }

  /// Computes the gradients of the loss, after ``forward(to:_:)`` has computed the loss in the same pass.
  ///
  /// `start` is the gradient with respect to the loss's own elements: what weights them where there are several. Without it, each counts 1.
  public func backward(_ pass: Pass, startingWith start: Tensor<Scalar>? = nil) {
    guard let loss, let first = plan.gradients[loss.index] else { preconditionFailure("this executor was made without a loss") }
    if let start {
      precondition(start.shape == shape(of: loss), "a gradient of shape \(start.shape) for a loss of shape \(shape(of: loss))")
      overwrite(first, with: start)
    } else {
      first.update(repeating: 1, count: plan.shapes[loss.index].elementCount)
    }
    let route = route(to: loss)
    for index in route.steps.indices.reversed() {
      let step = route.steps[index]
      guard step.memory.outputGradient != nil else { continue }
      if !taps.isEmpty { offerGradient(of: step.node) }
      step.kernel.backward(step.memory, pass)
      for place in step.additions.indices {
        let addition = step.additions[place]
        Scalar.axpy(addition.count, alpha: 1, addition.source, strideX: 1, addition.target, strideY: 1)
      }
    }
    if !taps.isEmpty { for input in graph.inputs { offerGradient(of: input) } }
    missingGradients.formUnion(route.leftOut)
    lastPass = pass
  }

  private func route(to target: NodeID) -> Route {
    if let known = routes[target] { return known }
    let needed = graph.ancestors(of: [target])
    let leftOut = plan.fusions.filter { needed[$1.step.node.index] && !lookedAt.contains($0) }
    let fused = Dictionary(uniqueKeysWithValues: leftOut.values.map { ($0.step.node, $0.step) })
    let steps = plan.steps.filter { needed[$0.node.index] && leftOut[$0.node] == nil }.map { fused[$0.node] ?? $0 }
    let route = Route(steps: steps, leftOut: Set(leftOut.keys))
    routes[target] = route
    return route
  }
}

// MARK: - Values

extension Executor {
  /// Overwrites an input.
  public func setInput(_ input: NodeID, to value: Tensor<Scalar>) throws(NetworkError) {
    let shape = shape(of: input)
    guard value.shape == shape else { throw .valueShape(name: graph[input].name, expected: shape, found: value.shape) }
    overwrite(pointer(to: input), with: value)
  }

  /// A copy of a node's value after a pass.
  public func value(of node: NodeID) -> Tensor<Scalar> { copy(pointer(to: node), shape(of: node)) }

  /// A copy of a node's gradient after a backward pass; nil where none is computed.
  public func gradient(of node: NodeID) -> Tensor<Scalar>? {
    gradientPointer(to: node).map { copy($0, shape(of: node)) }
  }

  private func copy(_ pointer: UnsafePointer<Scalar>, _ shape: Shape) -> Tensor<Scalar> {
    Tensor(UnsafeBufferPointer(start: pointer, count: shape.elementCount), shape: shape)
  }

  private func overwrite(_ target: UnsafeMutablePointer<Scalar>, with value: Tensor<Scalar>) {
    value.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { target.update(from: base, count: source.count) }
    }
  }
}

// MARK: - Taps

extension Executor {
  /// Attaches `tap` to `node`, in place of one that was there; nil takes it away.
  public func setTap(_ tap: Tap<Scalar>?, on node: NodeID) {
    if tap != nil { lookAt(node) }
    taps[node] = tap
  }

  private func offerValue(of node: NodeID) {
    guard let replaced = taps[node]?.forward?(value(of: node)) else { return }
    precondition(replaced.shape == shape(of: node), "a tap on \(graph[node].name) put \(replaced.shape) for \(shape(of: node))")
    overwrite(pointer(to: node), with: replaced)
  }

  private func offerGradient(of node: NodeID) {
    guard let tap = taps[node]?.backward, let gradient = gradient(of: node), let replaced = tap(gradient) else { return }
    precondition(replaced.shape == shape(of: node), "a tap on \(graph[node].name) put \(replaced.shape) for \(shape(of: node))")
    overwrite(gradientPointer(to: node)!, with: replaced)
  }
}
