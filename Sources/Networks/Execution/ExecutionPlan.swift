internal import Tensors

/// Where every array of a graph lies for one batch size, worked out once, and the calls that the passes then consist of.
struct ExecutionPlan<Scalar: FloatingScalar> {
  struct Step {
    let node: NodeID
    let kernel: any OperationKernel<Scalar>
    let memory: NodeMemory<Scalar>
    /// Gradients that go to scratch memory first because another consumer has written the input's own before.
    let additions: [Addition]
  }

  struct Addition {
    let source: UnsafePointer<Scalar>
    let target: UnsafeMutablePointer<Scalar>
    let count: Int
  }

  let shapes: [Shape]
  /// In the order of the forward pass.
  let steps: [Step]
  /// By the node that they leave out.
  let fusions: [NodeID: Fusion<Scalar>]
  /// The value of each node.
  let values: [UnsafeMutablePointer<Scalar>]
  /// The gradient of each node that has one.
  let gradients: [UnsafeMutablePointer<Scalar>?]
  /// Keeps the arrays alive.
  let arena: Memory<Scalar>

  /// `flow` says which nodes have gradients. The arrays lie in `lent` memory where that is large enough.
  init(
    _ graph: Graph, _ parameters: Parameters<Scalar>, batchSize: Int, flow: GradientFlow, lent: Memory<Scalar>?
  ) throws(NetworkError) {
    let shapes = try graph.shapes(batchSize: batchSize)
    let counts = shapes.map(\.elementCount)
    let kernels = graph.nodes.indices.map { index -> (any OperationKernel<Scalar>)? in
      let node = graph.nodes[index]
      return node.operation?.kernel(for: Scalar.self, inputs: node.inputs.map { shapes[$0.index] }, output: shapes[index])
    }

    // Lay everything out, then take the memory at once.
    var span = 0
    func reserve(_ count: Int) -> Int {
      defer { span += Memory<Scalar>.padded(count) }
      return span
    }
    let isView = Self.views(of: graph)
    let isPlaced = graph.nodes.indices.map { graph.nodes[$0].parameter == nil && !isView[$0] }
    let valueOffsets = shapes.indices.map { isPlaced[$0] ? reserve(counts[$0]) : 0 }
    // A view has its input's gradient too, unless none is computed there.
    let sharesGradient = graph.nodes.indices.map { isView[$0] && flow.reaches[graph.nodes[$0].inputs[0].index] }
    let gradientOffsets = shapes.indices.map { index in
      flow.reaches[index] && !sharesGradient[index] && graph.nodes[index].parameter == nil ? reserve(counts[index]) : 0
    }
    let savedOffsets = kernels.map { reserve($0?.savedCount ?? 0) }
    let workspace = reserve(kernels.reduce(0) { Swift.max($0, $1?.workspaceCount ?? 0) })
    // Like the workspace, what one node spills is over before the next one's turn.
    var longestSpill = 0
    let spillOffsets = graph.nodes.indices.map { index -> [Int?] in
      var spill = 0
      let inputs = graph.nodes[index].inputs
      let offsets = inputs.indices.map { position -> Int? in
        guard flow.isLaterWriter(node: index, position: position) else { return nil }
        defer { spill += Memory<Scalar>.padded(counts[inputs[position].index]) }
        return span + spill
      }
      longestSpill = Swift.max(longestSpill, spill)
      return offsets
    }
    _ = reserve(longestSpill)
    arena = lent.flatMap { $0.count >= span ? $0 : nil } ?? Memory(count: span)
    let base = arena.pointer

    var values: [UnsafeMutablePointer<Scalar>] = []
    var gradients: [UnsafeMutablePointer<Scalar>?] = []
    for (index, node) in graph.nodes.enumerated() {
      if node.parameter != nil, let slot = parameters.slot(named: node.name) {
        values.append(parameters.pointer(slot))
        gradients.append(flow.reaches[index] ? parameters.gradientPointer(slot) : nil)
      } else {
        let viewed = node.inputs.first?.index ?? 0
        values.append(isView[index] ? values[viewed] : base + valueOffsets[index])
        gradients.append(flow.reaches[index] ? (sharesGradient[index] ? gradients[viewed] : base + gradientOffsets[index]) : nil)
      }
    }

    var steps: [Step] = []
    for (index, node) in graph.nodes.enumerated() {
      guard let kernel = kernels[index] else { continue }
      var additions: [Addition] = []
      let inputGradients = node.inputs.indices.map { position -> UnsafeMutablePointer<Scalar>? in
        let input = node.inputs[position].index
        guard flow.runs(node: index, position: position), let target = gradients[input] else { return nil }
        guard let spill = spillOffsets[index][position] else { return target }
        additions.append(Addition(source: UnsafePointer(base + spill), target: target, count: counts[input]))
        return base + spill
      }
      steps.append(
        Step(
          node: NodeID(index: index), kernel: kernel,
          memory: NodeMemory(
            inputs: node.inputs.map { UnsafePointer(values[$0.index]) }, output: values[index],
            saved: base + savedOffsets[index], workspace: base + workspace,
            outputGradient: gradients[index].map { UnsafePointer($0) }, inputGradients: inputGradients),
          additions: additions))
    }
    self.shapes = shapes
    self.values = values
    self.gradients = gradients
    self.steps = steps
    fusions = Fusion.all(in: graph, steps)
  }

  /// Which nodes are their first input's memory read in another shape: views of nodes that nobody else reads, so that value and
  /// gradient are one's own. Never of parameters: a tap that replaces the view's value must not change them.
  private static func views(of graph: Graph) -> [Bool] {
    var consumers = [Int](repeating: 0, count: graph.nodes.count)
    for node in graph.nodes {
      for input in node.inputs { consumers[input.index] += 1 }
    }
    return graph.nodes.map { node in
      guard let operation = node.operation, operation.isView, let input = node.inputs.first else { return false }
      return consumers[input.index] == 1 && graph[input].parameter == nil
    }
  }
}
