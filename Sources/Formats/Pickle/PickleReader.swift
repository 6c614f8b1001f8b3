/// Reads a pickle of protocol 2 to 5 into a ``Pickle``.
///
/// The opcodes build values on a stack. Those that call something in Python make an object node here that says what would have been
/// called, but for the few containers of Python's library whose contents matter. Numbers of values, depth and bytes are limited.
struct PickleReader {
  static let longestPickle = 256 << 20
  static let largestCount = 1 << 22
  static let greatestDepth = 1000
  static let largestGlobalCount = 1 << 16

  var pickle: Pickle
  private let bytes: UnsafeRawBufferPointer
  /// What the pickle is called in places: a record of an archive, or nothing where it stands in a file by itself.
  private let label: String?
  var cursor = 0
  /// Where the opcode at work stands.
  private var opcodeStart = 0

  private var stack: [Pickle.Index] = []
  private var marks: [Int] = []
  private var memo: [Pickle.Index] = []
  private var memoCount = 0
  /// How deep what each node holds goes, the node included.
  private var depths: [UInt16] = []
  private var globalPlaces: [String: Pickle.Index] = [:]

  /// What is in `range` of the file.
  /// - Returns: The values, and where in the file the pickle ends.
  static func read(
    _ file: InputFile, _ range: Range<Int>, label: String? = nil
  ) throws(FileError) -> (pickle: Pickle, end: Int) {
    var reader = PickleReader(file, range, label)
    try reader.run()
    return (reader.pickle, range.lowerBound + reader.cursor)
  }

  private init(_ file: InputFile, _ range: Range<Int>, _ label: String?) {
    let length = min(range.count, Self.longestPickle)
    pickle = Pickle(file: file, range: range)
    bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range.lowerBound..<range.lowerBound + length])
    self.label = label
  }

  private mutating func run() throws(FileError) {
    while true {
      opcodeStart = cursor
      guard cursor < bytes.count else {
        if bytes.count < pickle.range.count { throw failure("a pickle of more than \(Self.longestPickle) bytes") }
        // A record of an archive is whole by its checksum; a file may be cut.
        throw failure(label == nil ? "truncated: the pickle has no end" : "the pickle has no end: STOP is missing")
      }
      guard let opcode = PickleOpcode(rawValue: bytes[cursor]) else { throw failure("no opcode of a pickle: \(bytes[cursor])") }
      cursor += 1
      try execute(opcode)
      if opcode == .stop {
        pickle.root = try pop()
        return
      }
    }
  }

  func failure(_ reason: String) -> FileError { failure(.badData, reason) }

  func failure(_ kind: FileError.Kind, _ reason: String) -> FileError {
    let place = label.map { "\($0), byte \(opcodeStart)" } ?? "byte \(pickle.range.lowerBound + opcodeStart)"
    return FileError(kind, path: pickle.file.path, reason, at: place)
  }
}

// MARK: - Operands

extension PickleReader {
  /// The next `count` bytes, as their place in the pickle.
  mutating func take(_ count: Int, for what: StaticString) throws(FileError) -> Range<Int> {
    guard count >= 0 else { throw failure("\(what) of a negative length, \(count)") }
    let start = cursor
    guard count <= bytes.count - start else {
      throw failure("truncated: \(what) of \(count) bytes, \(bytes.count - start) are there")
    }
    cursor += count
    return start..<cursor
  }

  /// An unsigned number of `size` bytes; those of eight that Int does not hold become its largest.
  mutating func unsigned(_ size: Int, for what: StaticString) throws(FileError) -> Int {
    var value: UInt64 = 0
    for (index, place) in try take(size, for: what).enumerated() { value |= UInt64(bytes[place]) << UInt64(8 * index) }
    return Int(clamping: value)
  }

  mutating func signed32(for what: StaticString) throws(FileError) -> Int {
    Int(Int32(truncatingIfNeeded: try unsigned(4, for: what)))
  }

  mutating func bigEndianDouble() throws(FileError) -> Double {
    var bits: UInt64 = 0
    for place in try take(8, for: "a float") { bits = bits << 8 | UInt64(bytes[place]) }
    return Double(bitPattern: bits)
  }

  /// A whole number in two's complement, least byte first.
  mutating func long(_ count: Int) throws(FileError) -> Pickle.Node {
    let place = try take(count, for: "a whole number")
    guard count <= 8 else { return .longInteger }
    var value: UInt64 = 0
    for (index, byte) in bytes[place].enumerated() { value |= UInt64(byte) << UInt64(8 * index) }
    let unused = UInt64(64 - 8 * count)
    return .integer(count == 0 ? 0 : Int(Int64(bitPattern: value << unused) >> Int64(unused)))
  }

  /// A line of text, its end left out.
  mutating func line() throws(FileError) -> String {
    let start = cursor
    guard let end = bytes[start...].prefix(1 << 16).firstIndex(of: 0x0A) else { throw failure("truncated: a name has no end") }
    cursor = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  mutating func text(_ count: Int) throws(FileError) -> Pickle.Node {
    let place = try take(count, for: "a text")
    guard UTF8Check.isText(UnsafeRawBufferPointer(rebasing: bytes[place])) else { throw failure("a text that is not UTF-8") }
    return .text(start: UInt32(place.lowerBound), count: UInt32(count))
  }

  mutating func latinText(_ count: Int) throws(FileError) -> Pickle.Node {
    .latinText(start: UInt32(try take(count, for: "a text").lowerBound), count: UInt32(count))
  }

  mutating func byteString(_ count: Int) throws(FileError) -> Pickle.Node {
    .bytes(start: UInt32(try take(count, for: "a byte string").lowerBound), count: UInt32(count))
  }
}

// MARK: - The stack

extension PickleReader {
  /// Puts a new value on the stack, one level deeper than `contents` is.
  mutating func push(_ node: Pickle.Node, over contents: some Sequence<Pickle.Index> = EmptyCollection<Pickle.Index>()) throws(FileError) {
    guard pickle.nodes.count < Self.largestCount else { throw failure("more than \(Self.largestCount) values") }
    pickle.nodes.append(node)
    depths.append(0)
    try push(existing: Pickle.Index(pickle.nodes.count - 1))
    try deepen(Pickle.Index(pickle.nodes.count - 1), over: contents)
  }

  mutating func push(existing index: Pickle.Index) throws(FileError) {
    guard stack.count < Self.largestCount else { throw failure("more than \(Self.largestCount) values on the stack") }
    stack.append(index)
  }

  /// Notes that a value holds these.
  mutating func deepen(_ index: Pickle.Index, over contents: some Sequence<Pickle.Index>) throws(FileError) {
    var depth = depths[Int(index)]
    for content in contents { depth = max(depth, depths[Int(content)] + 1) }
    guard depth <= Self.greatestDepth else { throw failure("values nested more than \(Self.greatestDepth) deep") }
    depths[Int(index)] = depth
  }

  mutating func pop() throws(FileError) -> Pickle.Index {
    guard stack.count > marks.last ?? 0, let top = stack.popLast() else { throw failure("the stack is empty where a value is needed") }
    return top
  }

  func top() throws(FileError) -> Pickle.Index {
    guard stack.count > marks.last ?? 0, let top = stack.last else { throw failure("the stack is empty where a value is needed") }
    return top
  }

  mutating func mark() throws(FileError) {
    guard marks.count < Self.largestCount else { throw failure("more than \(Self.largestCount) marks") }
    marks.append(stack.count)
  }

  /// Whether a mark was on top of the stack, which then is gone.
  mutating func dropMarkOnTop() -> Bool {
    guard marks.last == stack.count else { return false }
    marks.removeLast()
    return true
  }

  /// What was put on the stack since the last mark.
  mutating func popToMark() throws(FileError) -> [Pickle.Index] {
    guard let start = marks.popLast() else { throw failure("a MARK is missing") }
    let values = Array(stack[start...])
    stack.removeSubrange(start...)
    return values
  }

  mutating func remember(_ slot: Int) throws(FileError) {
    guard slot < Self.largestCount else { throw failure("memo slot \(slot), beyond \(Self.largestCount)") }
    if slot >= memo.count { memo.append(contentsOf: repeatElement(-1, count: slot + 1 - memo.count)) }
    if memo[slot] < 0 { memoCount += 1 }
    memo[slot] = try top()
  }

  mutating func rememberNext() throws(FileError) { try remember(memoCount) }

  mutating func recall(_ slot: Int) throws(FileError) {
    guard memo.indices.contains(slot), memo[slot] >= 0 else { throw failure("memo slot \(slot) was never set") }
    try push(existing: memo[slot])
  }
}

// MARK: - Containers

extension PickleReader {
  mutating func pushTuple(_ elements: [Pickle.Index]) throws(FileError) {
    let start = try store(elements)
    try push(.tuple(start: start, count: Pickle.Index(elements.count)), over: elements)
  }

  mutating func newContainer(_ contents: [Pickle.Index] = []) throws(FileError) -> Pickle.Index {
    var container = Pickle.Container()
    if !contents.isEmpty {
      let start = try store(contents)
      container.runs = [start..<start + Pickle.Index(contents.count)]
    }
    pickle.containers.append(container)
    return Pickle.Index(pickle.containers.count - 1)
  }

  /// Adds to the container of a list, a dictionary or an object.
  mutating func add(_ contents: [Pickle.Index], to container: Pickle.Index, of owner: Pickle.Index) throws(FileError) {
    guard !contents.isEmpty else { return }
    let start = try store(contents)
    let end = start + Pickle.Index(contents.count)
    let last = pickle.containers[Int(container)].runs.count - 1
    if last >= 0, pickle.containers[Int(container)].runs[last].upperBound == start {
      let first = pickle.containers[Int(container)].runs[last].lowerBound
      pickle.containers[Int(container)].runs[last] = first..<end
    } else {
      pickle.containers[Int(container)].runs.append(start..<end)
    }
    try deepen(owner, over: contents)
  }

  private mutating func store(_ contents: [Pickle.Index]) throws(FileError) -> Pickle.Index {
    guard pickle.children.count + contents.count <= 2 * Self.largestCount else { throw failure("more than \(2 * Self.largestCount) values") }
    pickle.children += contents
    return Pickle.Index(pickle.children.count - contents.count)
  }

  mutating func pushObject(_ callable: Pickle.Index, _ arguments: Pickle.Index) throws(FileError) {
    pickle.objects.append(Pickle.Object(callable: callable, arguments: arguments))
    try push(.object(Pickle.Index(pickle.objects.count - 1)), over: [callable, arguments])
  }

  /// A class or a function, unless only an attack would mention it.
  mutating func pushGlobal(module: String, name: String) throws(FileError) {
    if PickleNames.isRefused(module: module, name: name) {
      throw failure("refused: the file would run \(module).\(name) when Python loads it")
    }
    let full = module + "." + name
    if globalPlaces[full] == nil {
      guard pickle.globals.count < Self.largestGlobalCount else { throw failure("more than \(Self.largestGlobalCount) names of classes") }
      globalPlaces[full] = Pickle.Index(pickle.globals.count)
      pickle.globals.append(full)
    }
    try push(.global(globalPlaces[full]!))
  }
}
