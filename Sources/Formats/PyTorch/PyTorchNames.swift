/// Finds the tensors in a pickle and names them by the way to them, as state dictionaries do: keys and positions joined by dots.
///
/// A value that is reached in several ways has several names. Ways that lead to no tensor are not walked, so that a few shared values
/// cannot stand for more ways than there is time for; ways that lead to one are counted.
struct PyTorchNames {
  private(set) var tensors: [(name: String, index: Pickle.Index)] = []

  private let pickle: Pickle
  private enum State: UInt8 { case unknown, open, empty, holding }
  private var states: [State]
  /// How many tensors wanted a name so far.
  private var uses: [String: Int] = [:]
  private var steps = 0
  private var nameBytes = 0

  private static let greatestCount = 1 << 20
  private static let longestName = 1 << 16
  private static let greatestStepCount = 1 << 25
  private static let greatestNameBytes = 64 << 20

  init(_ pickle: Pickle) throws(FileError) {
    self.pickle = pickle
    states = [State](repeating: .unknown, count: pickle.nodes.count)
    findHolders()
    try walk()
  }

  /// Whether a tensor lies below the value.
  func holdsTensor(_ index: Pickle.Index) -> Bool { states[Int(index)] == .holding }

  // MARK: - What lies below a value

  private enum Label {
    case key(Pickle.Index), position(Int), none
  }

  private typealias Child = (label: Label, index: Pickle.Index)

  /// What a module keeps its tensors and its parts in; state dictionaries leave these words out.
  private static let moduleParts: Set<String> = ["_parameters", "_buffers", "_modules"]

  private func children(_ index: Pickle.Index) -> [Child] {
    switch pickle[index] {
    case .dictionary: return pickle.pairs(index)!.map { (.key($0.key), $0.value) }
    case .tuple, .list, .set: return pickle.elements(index)!.enumerated().map { (.position($0.offset), $0.element) }
    case .object(let place): return children(of: pickle.objects[Int(place)])
    default: return []
    }
  }

  private func children(of object: Pickle.Object) -> [Child] {
    let arguments = pickle.elements(object.arguments) ?? []
    // TorchScript notes the types of containers so.
    if pickle.className(object)?.hasPrefix("torch.jit._pickle.") == true { return arguments.prefix(1).map { (.none, $0) } }
    var children: [Child] = arguments.enumerated().map { (.position($0.offset), $0.element) }
    if let elements = object.elements { children += pickle.contents(of: elements).enumerated().map { (.position($0.offset), $0.element) } }
    if let members = object.members { children += pickle.pairs(in: members).map { (.key($0.key), $0.value) } }
    guard let state = object.state else { return children }
    // Attributes in a dictionary, or two dictionaries where the class has slots.
    var parts = [state]
    if case .tuple = pickle[state] { parts = pickle.elements(state)! }
    for part in parts {
      guard let attributes = pickle.pairs(part) else {
        children.append((.none, part))
        continue
      }
      children += attributes.map { attribute in
        let isPart = pickle.text(attribute.key).map { Self.moduleParts.contains($0) } ?? false
        return (isPart ? .none : .key(attribute.key), attribute.value)
      }
    }
    return children
  }

  /// Marks the values below which there is a tensor, from below. A value that is met again below itself counts as empty there.
  private mutating func findHolders() {
    var stack: [(index: Pickle.Index, children: [Child], next: Int)] = []
    func start(_ index: Pickle.Index) {
      if PyTorchObjects.isTensor(index, in: pickle) {
        states[Int(index)] = .holding
      } else {
        states[Int(index)] = .open
        stack.append((index, children(index), 0))
      }
    }
    start(pickle.root)
    while let (index, children, next) = stack.last {
      if next < children.count {
        stack[stack.count - 1].next += 1
        if states[Int(children[next].index)] == .unknown { start(children[next].index) }
      } else {
        stack.removeLast()
        states[Int(index)] = children.contains { states[Int($0.index)] == .holding } ? .holding : .empty
      }
    }
  }

  // MARK: - Names

  private mutating func walk() throws(FileError) {
    guard holdsTensor(pickle.root) else { return }
    if PyTorchObjects.isTensor(pickle.root, in: pickle) { return try add("", pickle.root) }
    var path: Set<Pickle.Index> = [pickle.root]
    var stack = [(name: "", index: pickle.root, children: children(pickle.root), next: 0)]
    while let (name, index, children, next) = stack.last {
      guard next < children.count else {
        stack.removeLast()
        path.remove(index)
        continue
      }
      stack[stack.count - 1].next += 1
      let child = children[next]
      guard holdsTensor(child.index) else { continue }
      let childName = try self.name(child.label, below: name)
      if PyTorchObjects.isTensor(child.index, in: pickle) {
        try add(childName, child.index)
      } else if path.insert(child.index).inserted {
        let below = self.children(child.index)
        steps += below.count
        guard steps <= Self.greatestStepCount else { throw tooMany() }
        stack.append((childName, child.index, below, 0))
      }
    }
  }

  private mutating func add(_ name: String, _ index: Pickle.Index) throws(FileError) {
    // The tensor of a file that holds nothing else has no name.
    let wanted = name.isEmpty ? "tensor" : name
    var unique = wanted
    if uses[wanted] != nil {
      repeat {
        uses[wanted]! += 1
        unique = "\(wanted) (\(uses[wanted]!))"
      } while uses[unique] != nil
    }
    uses[unique] = 1
    nameBytes += unique.utf8.count
    guard tensors.count < Self.greatestCount, nameBytes <= Self.greatestNameBytes else { throw tooMany() }
    tensors.append((unique, index))
  }

  private func tooMany() -> FileError {
    FileError(.badData, path: pickle.file.path, "more than \(tensors.count) tensors, counted by the ways that lead to them")
  }

  private func name(_ label: Label, below parent: String) throws(FileError) -> String {
    let word: String
    switch label {
    case .none: return parent
    case .position(let position): word = String(position)
    case .key(let key): word = describe(key, depth: 0)
    }
    let name = parent.isEmpty ? word : parent + "." + word
    guard name.utf8.count <= Self.longestName else {
      throw FileError(.badData, path: pickle.file.path, "the name of a tensor has more than \(Self.longestName) bytes: \(name.prefix(40))...")
    }
    return name
  }

  /// A key as Python prints it.
  private func describe(_ key: Pickle.Index, depth: Int) -> String {
    switch pickle[key] {
    case .none: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .integer(let value): return String(value)
    case .real(let value): return "\(value)"
    case .text, .latinText:
      let text = pickle.text(key)!
      return depth == 0 ? text : "'\(text)'"
    case .tuple where depth < 4:
      let parts = pickle.elements(key)!
      let words = parts.prefix(8).map { describe($0, depth: depth + 1) } + (parts.count > 8 ? ["..."] : [])
      return "(" + words.joined(separator: ", ") + (parts.count == 1 ? ",)" : ")")
    case .global(let place): return pickle.globals[Int(place)]
    default: return "key"
    }
  }
}
