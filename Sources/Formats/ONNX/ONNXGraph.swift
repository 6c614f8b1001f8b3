/// What of a GraphProto lists its tensors: initialisers, Constant nodes, and those of graphs inside its nodes.
struct ONNXGraph {
  private(set) var tensors: [ONNXTensor] = []
  private(set) var sparseCount = 0
  private let base: UnsafeRawPointer
  private static let deepest = 32

  /// - Parameter model: The whole file: a ModelProto.
  init(model: UnsafeRawBufferPointer) throws(ONNXFailure) {
    guard let base = model.baseAddress else { throw ONNXFailure(offset: 0, reason: "the file is empty") }
    self.base = base
    var graphs: [UnsafeRawBufferPointer] = []
    var functions: [UnsafeRawBufferPointer] = []
    try walk(model) { field throws(ONNXFailure) in
      if field.number == 7, let graph = field.value.bytes { graphs.append(graph) }
      if field.number == 25, let function = field.value.bytes { functions.append(function) }
    }
    guard let graph = graphs.last else { throw ONNXFailure(offset: 0, reason: "an ONNX model without a graph") }
    try add(graph: graph, known: [], depth: 0)
    // A function's nodes are field 7 there; its inputs are names that nobody has to make.
    for function in functions {
      try walk(function) { field throws(ONNXFailure) in
        if field.number == 7, let node = field.value.bytes { try addConstants(of: ONNXNode(node, base), known: nil, depth: 1) }
      }
    }
  }

  /// - Parameter bytes: The whole file: a TensorProto.
  init(tensor bytes: UnsafeRawBufferPointer) throws(ONNXFailure) {
    guard let base = bytes.baseAddress else { throw ONNXFailure(offset: 0, reason: "the file is empty") }
    self.base = base
    var tensor = try tensor(bytes)
    if tensor.name.isEmpty { tensor.name = "array" }
    try append(tensor, bytes)
  }

  private func walk(_ message: UnsafeRawBufferPointer, _ body: (WireReader.Field) throws(ONNXFailure) -> Void) throws(ONNXFailure) {
    var reader = WireReader(message)
    while let field = try ONNXFailure.field(&reader, message, base) { try body(field) }
  }

  /// - Parameter known: The names that graphs around this one have made.
  private mutating func add(graph: UnsafeRawBufferPointer, known: Set<String>, depth: Int) throws(ONNXFailure) {
    guard depth < Self.deepest else { throw ONNXFailure(offset: graph.baseAddress.map { $0 - base } ?? 0, reason: "graphs are nested more than \(Self.deepest) deep") }
    var known = known
    var nodes: [UnsafeRawBufferPointer] = []
    var initializers: [UnsafeRawBufferPointer] = []
    var inputs: [UnsafeRawBufferPointer] = []
    var sparse: [UnsafeRawBufferPointer] = []
    try walk(graph) { field throws(ONNXFailure) in
      guard let bytes = field.value.bytes else { return }
      switch field.number {
      case 1: nodes.append(bytes)
      case 5: initializers.append(bytes)
      case 11: inputs.append(bytes)
      case 15: sparse.append(bytes)
      default: break
      }
    }
    for input in inputs {
      try walk(input) { field throws(ONNXFailure) in if field.number == 1, let name = field.value.text { known.insert(name) } }
    }
    sparseCount += sparse.count
    for tensor in sparse {
      // The values' name is the tensor's.
      try walk(tensor) { field throws(ONNXFailure) in
        if field.number == 1, let values = field.value.bytes { known.insert(try self.tensor(values).name) }
      }
    }
    for initializer in initializers {
      let tensor = try tensor(initializer)
      known.insert(tensor.name)
      try append(tensor, initializer)
    }
    for bytes in nodes {
      let node = try ONNXNode(bytes, base)
      for name in node.inputs where !name.isEmpty && !known.contains(name) {
        throw ONNXFailure(offset: node.offset, reason: "node \(node.title): its input \"\(name)\" is made by nothing before it")
      }
      try node.check(tensors)
      try addConstants(of: node, known: known, depth: depth)
      known.formUnion(node.outputs)
    }
  }

  /// The value of a Constant node, named as its output; and what is in graphs inside a node.
  private mutating func addConstants(of node: ONNXNode, known: Set<String>?, depth: Int) throws(ONNXFailure) {
    for graph in node.graphs { try add(graph: graph, known: known ?? Set(node.inputs), depth: depth + 1) }
    guard node.operation == "Constant", let name = node.outputs.first else { return }
    if let value = node.value {
      var tensor = try tensor(value)
      tensor.name = name
      try append(tensor, value)
    } else if let tensor = node.constant {
      tensors.append(tensor)
    }
  }

  private func tensor(_ bytes: UnsafeRawBufferPointer) throws(ONNXFailure) -> ONNXTensor {
    do { return try ONNXTensor(bytes, base: base) } catch {
      throw ONNXFailure(offset: (bytes.baseAddress.map { $0 - base } ?? 0) + error.offset, reason: error.reason)
    }
  }

  private mutating func append(_ tensor: ONNXTensor, _ bytes: UnsafeRawBufferPointer) throws(ONNXFailure) {
    let offset = bytes.baseAddress.map { $0 - base } ?? 0
    guard tensor.typeName != nil else {
      throw ONNXFailure(offset: offset, reason: "tensor \"\(tensor.name)\": data type \(tensor.dataType), which Fathom does not know", kind: .unsupported)
    }
    guard tensor.dimensions.allSatisfy({ $0 >= 0 }) else {
      throw ONNXFailure(offset: offset, reason: "tensor \"\(tensor.name)\": shape \(tensor.dimensions)")
    }
    guard (tensor.elementType ?? .uint8).byteCount(tensor.dimensions) != nil else {
      throw ONNXFailure(offset: offset, reason: "tensor \"\(tensor.name)\": shape \(tensor.dimensions) overflows: no file holds so many elements")
    }
    tensors.append(tensor)
  }
}
