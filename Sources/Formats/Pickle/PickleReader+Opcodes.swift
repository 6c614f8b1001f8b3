extension PickleReader {
  /// Does what an opcode says, its operands being the bytes that follow.
  mutating func execute(_ opcode: PickleOpcode) throws(FileError) {
    switch opcode {
    case .none: try push(.none)
    case .newTrue: try push(.bool(true))
    case .newFalse: try push(.bool(false))
    case .binInt1: try push(.integer(try unsigned(1, for: "a whole number")))
    case .binInt2: try push(.integer(try unsigned(2, for: "a whole number")))
    case .binInt: try push(.integer(try signed32(for: "a whole number")))
    case .long1: try push(try long(try unsigned(1, for: "a length")))
    case .long4: try push(try long(try signed32(for: "a length")))
    case .binFloat: try push(.real(try bigEndianDouble()))
    case .shortBinUnicode: try push(try text(try unsigned(1, for: "a length")))
    case .binUnicode: try push(try text(try unsigned(4, for: "a length")))
    case .binUnicode8: try push(try text(try unsigned(8, for: "a length")))
    case .shortBinString: try push(try latinText(try unsigned(1, for: "a length")))
    case .binString: try push(try latinText(try signed32(for: "a length")))
    case .shortBinBytes: try push(try byteString(try unsigned(1, for: "a length")))
    case .binBytes: try push(try byteString(try unsigned(4, for: "a length")))
    case .binBytes8, .byteArray8: try push(try byteString(try unsigned(8, for: "a length")))

    case .emptyTuple: try pushTuple([])
    case .tuple1: try tuple(1)
    case .tuple2: try tuple(2)
    case .tuple3: try tuple(3)
    case .tuple: try pushTuple(try popToMark())
    case .emptyList: try push(.list(try newContainer()))
    case .list: try list(try popToMark())
    case .append: try append([try pop()])
    case .appends: try append(try popToMark())
    case .emptyDict: try push(.dictionary(try newContainer()))
    case .dict: try dictionary(try popToMark())
    case .setItem: try setOne()
    case .setItems: try set(try popToMark())
    case .emptySet: try push(.set(try newContainer()))
    case .frozenSet: try frozenSet(try popToMark())
    case .addItems: try addToSet(try popToMark())

    case .global: try pushGlobal(module: try line(), name: try line())
    case .stackGlobal: try stackGlobal()
    case .reduce: try reduce()
    case .newObj: try newObject(hasKeywords: false)
    case .newObjEx: try newObject(hasKeywords: true)
    case .inst: try instance()
    case .obj: try classOnStack()
    case .build: try build()
    case .binPersistentID:
      let identifier = try pop()
      try push(.persistent(identifier), over: CollectionOfOne(identifier))

    case .mark: try mark()
    case .pop: if !dropMarkOnTop() { _ = try pop() }
    case .popMark: _ = try popToMark()
    case .dup: try push(existing: try top())
    case .binPut: try remember(try unsigned(1, for: "a memo slot"))
    case .longBinPut: try remember(try unsigned(4, for: "a memo slot"))
    case .memoize: try rememberNext()
    case .binGet: try recall(try unsigned(1, for: "a memo slot"))
    case .longBinGet: try recall(try unsigned(4, for: "a memo slot"))

    case .proto: try checkProtocol()
    case .frame: _ = try unsigned(8, for: "a frame")
    case .stop: break

    case .int, .long, .float, .string, .unicode, .get, .put, .persistentID:
      throw failure(.unsupported, "opcode \(opcode) of pickle protocol 0; protocols 2 to 5 are read")
    case .ext1, .ext2, .ext4: throw failure(.unsupported, "a class by its number in a registry of extensions")
    case .nextBuffer, .readOnlyBuffer: throw failure(.unsupported, "a buffer outside of the pickle")
    }
  }

  private mutating func checkProtocol() throws(FileError) {
    let version = try unsigned(1, for: "the protocol")
    guard version <= 5 else { throw failure(.unsupported, "pickle protocol \(version); 2 to 5 are read") }
  }

  private mutating func tuple(_ count: Int) throws(FileError) {
    var elements: [Pickle.Index] = []
    for _ in 0..<count { elements.append(try pop()) }
    try pushTuple(elements.reversed())
  }

  // MARK: Containers

  private mutating func list(_ elements: [Pickle.Index]) throws(FileError) {
    try push(.list(try newContainer(elements)), over: elements)
  }

  private mutating func frozenSet(_ elements: [Pickle.Index]) throws(FileError) {
    try push(.set(try newContainer(elements)), over: elements)
  }

  private mutating func dictionary(_ pairs: [Pickle.Index]) throws(FileError) {
    guard pairs.count % 2 == 0 else { throw failure("a key without a value") }
    try push(.dictionary(try newContainer(pairs)), over: pairs)
  }

  private mutating func append(_ elements: [Pickle.Index]) throws(FileError) {
    let target = try top()
    switch pickle[target] {
    case .list(let container): try add(elements, to: container, of: target)
    case .object(let place) where !isTensor(place):
      if pickle.objects[Int(place)].elements == nil { pickle.objects[Int(place)].elements = try newContainer() }
      try add(elements, to: pickle.objects[Int(place)].elements!, of: target)
    default: throw failure("something is appended to \(kind(of: target)), and only lists grow so")
    }
  }

  private mutating func setOne() throws(FileError) {
    let value = try pop()
    let key = try pop()
    try set([key, value])
  }

  private mutating func set(_ pairs: [Pickle.Index]) throws(FileError) {
    guard pairs.count % 2 == 0 else { throw failure("a key without a value") }
    let target = try top()
    switch pickle[target] {
    case .dictionary(let container): try add(pairs, to: container, of: target)
    case .object(let place) where !isTensor(place):
      if pickle.objects[Int(place)].members == nil { pickle.objects[Int(place)].members = try newContainer() }
      try add(pairs, to: pickle.objects[Int(place)].members!, of: target)
    default: throw failure("an entry is set in \(kind(of: target)), and only dictionaries have entries")
    }
  }

  private mutating func addToSet(_ elements: [Pickle.Index]) throws(FileError) {
    let target = try top()
    guard case .set(let container) = pickle[target] else { throw failure("something is added to \(kind(of: target)), which is no set") }
    try add(elements, to: container, of: target)
  }

  // MARK: Classes and objects

  private mutating func stackGlobal() throws(FileError) {
    let name = try pop()
    let module = try pop()
    guard let name = pickle.text(name), let module = pickle.text(module) else { throw failure("the name of a class that is no text") }
    try pushGlobal(module: module, name: name)
  }

  private mutating func reduce() throws(FileError) {
    let arguments = try pop()
    let callable = try pop()
    guard case .tuple = pickle[arguments] else { throw failure("the arguments of a call are \(kind(of: arguments)), not a tuple") }
    try make(callable, arguments)
  }

  private mutating func newObject(hasKeywords: Bool) throws(FileError) {
    if hasKeywords { _ = try pop() }
    try reduce()
  }

  private mutating func instance() throws(FileError) {
    try pushGlobal(module: try line(), name: try line())
    let callable = try pop()
    try pushTuple(try popToMark())
    let arguments = try pop()
    try make(callable, arguments)
  }

  private mutating func classOnStack() throws(FileError) {
    let values = try popToMark()
    guard let callable = values.first else { throw failure("an object without a class") }
    try pushTuple(Array(values.dropFirst()))
    let arguments = try pop()
    try make(callable, arguments)
  }

  private static let dictionaries: Set<String> = [
    "collections.OrderedDict", "collections.Counter", "collections.defaultdict", "builtins.dict", "__builtin__.dict",
  ]

  /// What a call would have made: a dictionary for the classes that are one, otherwise an object that nothing is known of.
  private mutating func make(_ callable: Pickle.Index, _ arguments: Pickle.Index) throws(FileError) {
    // PyTorch's old format keeps the class of a module outside of the pickle, together with its source.
    if case .persistent(let identifier) = pickle[callable], let fields = pickle.elements(identifier), fields.count > 1,
      pickle.text(fields[0]) == "module", pickle.globalName(fields[1]) != nil
    {
      return try pushObject(fields[1], arguments)
    }
    guard let name = pickle.globalName(callable) else {
      guard case .object = pickle[callable] else { throw failure("a call of \(kind(of: callable))") }
      return try pushObject(callable, arguments)
    }
    guard Self.dictionaries.contains(name) else { return try pushObject(callable, arguments) }
    // Python 2 gave the entries as a list of pairs.
    var pairs: [Pickle.Index] = []
    if let last = pickle.elements(arguments)?.last {
      if let entries = pickle.pairs(last) {
        pairs = entries.flatMap { [$0.key, $0.value] }
      } else if case .list = pickle[last] {
        for entry in pickle.elements(last) ?? [] {
          guard let pair = pickle.elements(entry), pair.count == 2 else { throw failure("the entries of a dictionary are no pairs") }
          pairs += pair
        }
      }
    }
    try push(.dictionary(try newContainer(pairs)), over: pairs)
  }

  private mutating func build() throws(FileError) {
    let state = try pop()
    let target = try top()
    switch pickle[target] {
    case .object(let place) where !isTensor(place):
      pickle.objects[Int(place)].state = state
      try deepen(target, over: CollectionOfOne(state))
    // An OrderedDict has attributes beside its entries, which PyTorch uses for version numbers.
    case .dictionary: break
    default: throw failure("a state is given to \(kind(of: target)), which has none")
    }
  }

  /// What PyTorch rebuilds tensors with makes values that are finished.
  private func isTensor(_ place: Pickle.Index) -> Bool {
    pickle.className(pickle.objects[Int(place)])?.hasPrefix("torch._utils._rebuild") ?? false
  }

  private func kind(of index: Pickle.Index) -> String {
    switch pickle[index] {
    case .none: "None"
    case .bool: "a truth value"
    case .integer, .longInteger, .real: "a number"
    case .text, .latinText: "a text"
    case .bytes: "a byte string"
    case .tuple: "a tuple"
    case .list: "a list"
    case .set: "a set"
    case .dictionary: "a dictionary"
    case .global(let place): pickle.globals[Int(place)]
    case .object(let place): pickle.className(pickle.objects[Int(place)]).map { isTensor(place) ? "a tensor" : "an object of \($0)" } ?? "an object"
    case .persistent: "a storage"
    }
  }
}
