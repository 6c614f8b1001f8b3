/// Understands the calls in a pickle that PyTorch and NumPy rebuild tensors and arrays with, as what they say, without making any.
struct PyTorchObjects {
  /// What the pickle says of a storage: where to look for it.
  struct Claim {
    var key: String
    var type: PyTorchType
    var count: Int
  }

  let pickle: Pickle
  private(set) var storages: [PyTorchStorage] = []
  private var places: [String: Int] = [:]
  /// Finds the bytes of a storage, or throws.
  private let locate: (Claim) throws(FileError) -> PyTorchStorage

  init(_ pickle: Pickle, locate: @escaping (Claim) throws(FileError) -> PyTorchStorage) {
    self.pickle = pickle
    self.locate = locate
  }

  private var path: String { pickle.file.path }

  // MARK: - Calls

  /// A call, with what wraps it taken off: a parameter is its tensor.
  private static func call(_ index: Pickle.Index, in pickle: Pickle) -> (name: String, arguments: [Pickle.Index], state: Pickle.Index?)? {
    var index = index
    // Each turn goes one deeper, and the depth of a pickle is limited; a cycle needs a state or an entry, which this does not follow.
    while let object = pickle.object(index), let name = pickle.className(object), let arguments = pickle.elements(object.arguments) {
      switch name {
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state",
        "torch._utils._rebuild_device_tensor_from_cpu_tensor", "torch._utils._rebuild_device_tensor_from_numpy",
        "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer":
        guard let first = arguments.first else { return nil }
        index = first
      case "torch._tensor._rebuild_from_type_v2":
        guard arguments.count >= 3, let function = pickle.globalName(arguments[0]), let inner = pickle.elements(arguments[2]) else { return nil }
        return (function, inner, nil)
      default: return (name, arguments, object.state)
      }
    }
    return nil
  }

  private static let rebuilders: Set<String> = [
    "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor_v3", "torch._utils._rebuild_qtensor",
  ]
  private static let arrayBuilders: Set<String> = [
    "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct", "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer",
  ]

  /// Whether the value is a tensor or an array, perhaps one that is not read.
  static func isTensor(_ index: Pickle.Index, in pickle: Pickle) -> Bool {
    guard let call = call(index, in: pickle) else { return false }
    return call.name.hasPrefix("torch._utils._rebuild_") || arrayBuilders.contains(call.name)
  }

  /// The tensor that a value is; nil if it is none that is read, such as a sparse one or an array of Python objects.
  mutating func tensor(_ index: Pickle.Index) throws(FileError) -> PyTorchTensor? {
    guard let call = Self.call(index, in: pickle) else { return nil }
    if Self.rebuilders.contains(call.name) { return try tensor(call.name, call.arguments) }
    return Self.arrayBuilders.contains(call.name) ? try array(call.name, call.arguments, call.state) : nil
  }

  private mutating func tensor(_ function: String, _ arguments: [Pickle.Index]) throws(FileError) -> PyTorchTensor? {
    guard arguments.count >= 4, let offset = pickle.integer(arguments[1]), let shape = pickle.integers(arguments[2]),
      let strides = pickle.integers(arguments[3])
    else { throw failure("\(function) with other arguments than a storage, an offset, extents and strides") }
    guard case .persistent(let identifier) = pickle[arguments[0]] else { return nil }
    let view = try storage(identifier)
    var tensor = PyTorchTensor(type: view.type, shape: shape, strides: strides, offset: offset, storage: view.place)
    var count = view.count
    if function == "torch._utils._rebuild_tensor_v3" {
      guard arguments.count >= 7, let name = pickle.globalName(arguments[6]) else { throw failure("\(function) without a type") }
      guard let type = PyTorchType(typeObject: name) else { throw FileError(.unsupported, path: path, "scalars of type \(name), which Fathom does not know") }
      tensor.type = type
      count = view.count * view.type.size / type.size
    }
    if function == "torch._utils._rebuild_qtensor" { tensor.quantization = quantization(arguments) }
    let (start, overflow) = view.offset.addingReportingOverflow(offset)
    guard offset >= 0, !overflow else { throw failure("an offset of \(offset)") }
    tensor.offset = start
    if let flaw = tensor.flaw(storageCount: count) { throw failure(flaw) }
    return tensor
  }

  private func quantization(_ arguments: [Pickle.Index]) -> PyTorchTensor.Quantization? {
    guard arguments.count >= 5, let parameters = pickle.elements(arguments[4]), parameters.count == 3,
      pickle.globalName(parameters[0]) == "torch.per_tensor_affine", let scale = pickle.real(parameters[1]),
      let zeroPoint = pickle.integer(parameters[2])
    else { return nil }
    return PyTorchTensor.Quantization(scale: scale, zeroPoint: zeroPoint)
  }

  private func failure(_ reason: String) -> FileError { FileError(.badData, path: path, reason) }

  // MARK: - Storages

  /// The storage that a persistent id names, how many elements it has, and where in it a view of the old format begins.
  private mutating func storage(
    _ identifier: Pickle.Index
  ) throws(FileError) -> (place: Int, type: PyTorchType, count: Int, offset: Int) {
    let claim = try Self.claim(identifier, in: pickle)
    if places[claim.key] == nil {
      places[claim.key] = storages.count
      storages.append(try locate(claim))
    }
    let place = places[claim.key]!
    let (byteCount, overflow) = claim.count.multipliedReportingOverflow(by: claim.type.size)
    guard claim.count >= 0, !overflow, byteCount <= storages[place].byteCount else {
      throw failure("storage \"\(claim.key)\" claims \(claim.count) elements of \(claim.type.name), and \(storages[place].byteCount) bytes are there")
    }
    return (place, claim.type, claim.count, try viewOffset(identifier))
  }

  /// `("storage", class, key, device, count)`, as PyTorch writes it.
  static func claim(_ identifier: Pickle.Index, in pickle: Pickle) throws(FileError) -> Claim {
    func failure(_ reason: String, _ kind: FileError.Kind = .badData) -> FileError { FileError(kind, path: pickle.file.path, reason) }
    guard let fields = pickle.elements(identifier), let kind = fields.first.flatMap({ pickle.text($0) }) else {
      throw failure("a persistent id that is no storage's")
    }
    guard kind == "storage", fields.count >= 5, let name = pickle.globalName(fields[1]), let count = pickle.integer(fields[4]),
      let key = pickle.text(fields[2]) ?? pickle.integer(fields[2]).map(String.init)
    else { throw failure("a persistent id of kind \"\(kind.prefix(40))\" that names no storage") }
    guard let type = PyTorchType(storageClass: name) else {
      throw failure("a storage of class \(name), which Fathom does not know", .unsupported)
    }
    return Claim(key: key, type: type, count: count)
  }

  private func viewOffset(_ identifier: Pickle.Index) throws(FileError) -> Int {
    guard let fields = pickle.elements(identifier), fields.count >= 6, let view = pickle.elements(fields[5]) else { return 0 }
    guard view.count == 3, let offset = pickle.integer(view[1]), offset >= 0 else { throw failure("a view of a storage without an offset") }
    return offset
  }

  // MARK: - NumPy

  private mutating func array(
    _ function: String, _ arguments: [Pickle.Index], _ state: Pickle.Index?
  ) throws(FileError) -> PyTorchTensor? {
    var description: (shape: Pickle.Index, type: Pickle.Index, isColumnMajor: Bool, data: Pickle.Index)
    if function.hasSuffix("_frombuffer") {
      guard arguments.count >= 4 else { return nil }
      description = (arguments[2], arguments[1], pickle.text(arguments[3]) == "F", arguments[0])
    } else {
      guard let state = state.flatMap({ pickle.elements($0) }), state.count == 5 else { return nil }
      description = (state[1], state[2], pickle.integer(state[3]) == 1, state[4])
    }
    guard let shape = pickle.integers(description.shape), let type = scalar(description.type), let bytes = data(description.data) else { return nil }
    let strides = description.isColumnMajor ? ElementLayout.columnMajor(shape) : ElementLayout.rowMajor(shape)
    let tensor = PyTorchTensor(
      type: PyTorchType(type.elementType), shape: shape, strides: strides, offset: 0, storage: storages.count)
    if let flaw = tensor.flaw(storageCount: bytes.range.count / tensor.type.size) { throw failure(flaw) }
    storages.append(PyTorchStorage(key: "array", place: .bytes(bytes.file, bytes.range), isBigEndian: type.isBigEndian))
    return tensor
  }

  /// `numpy.dtype("f4", False, True)` with a state that says the order of bytes.
  private func scalar(_ index: Pickle.Index) -> (elementType: ElementType, isBigEndian: Bool)? {
    guard let object = pickle.object(index), pickle.className(object) == "numpy.dtype", let code = pickle.elements(object.arguments)?.first,
      let name = pickle.text(code)
    else { return nil }
    let order = object.state.flatMap { pickle.elements($0) }.flatMap { $0.count > 1 ? pickle.text($0[1]) : nil }
    return try? NPYHeader.elementType((order ?? "=") + name, path: path, offset: 0)
  }

  /// The bytes of an array: as they are, or as a text whose characters are bytes, which protocol 2 makes of them.
  private func data(_ index: Pickle.Index) -> (file: InputFile, range: Range<Int>)? {
    switch pickle[index] {
    case .bytes(let start, let count), .latinText(let start, let count): return (pickle.file, pickle.place(start, count))
    default: break
    }
    guard let object = pickle.object(index), pickle.className(object) == "_codecs.encode",
      let text = pickle.elements(object.arguments)?.first.flatMap({ pickle.text($0) })
    else { return nil }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      bytes.append(byte)
    }
    return (InputFile(bytes, named: path), 0..<bytes.count)
  }
}
