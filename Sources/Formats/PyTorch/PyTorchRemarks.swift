/// What a reader of the list of tensors should know.
enum PyTorchRemarks {
  static func list(_ pickle: Pickle, _ names: PyTorchNames, unread: [String], shared: [[String]]) -> [String] {
    var remarks = unread.map { "tensor \"\($0)\" is of a kind that is not read (sparse, nested, or of Python objects)" }
    remarks += shared.map { "\($0.firstFew) are views of one storage" }
    remarks += classes(pickle, names)
    return remarks
  }

  /// Classes whose objects are data of the file's own, or what tensors are rebuilt with.
  private static let known: [String] = [
    "__builtin__.", "_codecs.encode", "builtins.", "collections.", "numpy._core.multiarray._reconstruct", "numpy._core.numeric._frombuffer",
    "numpy.core.multiarray._reconstruct", "numpy.core.numeric._frombuffer", "numpy.dtype", "torch.Size", "torch._tensor.", "torch._utils.",
    "torch.device", "torch.jit._pickle.", "torch.nn.", "torch.serialization.", "__torch__.",
  ]

  /// Objects of classes that mean nothing here, counted by class in the order of the file.
  private static func classes(_ pickle: Pickle, _ names: PyTorchNames) -> [String] {
    var counts: [String: (count: Int, holdsTensors: Bool)] = [:]
    var order: [String] = []
    for (index, node) in pickle.nodes.enumerated() {
      guard case .object(let place) = node else { continue }
      let name = pickle.className(pickle.objects[Int(place)]) ?? "a class without a name"
      if known.contains(where: { name.hasPrefix($0) }) { continue }
      if counts[name] == nil { order.append(name) }
      let holds = names.holdsTensor(Pickle.Index(index))
      counts[name] = ((counts[name]?.count ?? 0) + 1, (counts[name]?.holdsTensors ?? false) || holds)
    }
    return order.map { name in
      let (count, holdsTensors) = counts[name]!
      let objects = count == 1 ? "1 object of class \(name)" : "\(count) objects of class \(name)"
      return holdsTensors ? "\(objects): looked through for tensors, not made" : "\(objects): skipped"
    }
  }
}
