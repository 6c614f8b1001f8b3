/// What a Python pickle describes, as data: nothing that it names was looked up, made or called.
///
/// The values lie in one array and refer to each other by place, so that however deep or tangled a pickle is, no function calls itself
/// over it, and forgetting it takes no stack.
struct Pickle {
  /// The place of a value.
  typealias Index = Int32

  enum Node {
    case none
    case bool(Bool)
    case integer(Int)
    /// A whole number beyond 64 bits.
    case longInteger
    case real(Double)
    /// UTF-8 in the pickle, perhaps with surrogates, which Python writes there.
    case text(start: UInt32, count: UInt32)
    /// A string of Python 2: bytes, of which names and keys are ASCII.
    case latinText(start: UInt32, count: UInt32)
    case bytes(start: UInt32, count: UInt32)
    /// A part of `children`.
    case tuple(start: Index, count: Index)
    /// These three by the number of their container.
    case list(Index)
    case set(Index)
    /// Keys and values in turns.
    case dictionary(Index)
    /// A class or a function, by its place in `globals`.
    case global(Index)
    /// Whatever calling something would have made, by its place in `objects`.
    case object(Index)
    /// What the writer kept outside of the pickle, by the value that says where.
    case persistent(Index)
  }

  /// Something that the pickle would call, with what it would be given.
  struct Object {
    var callable: Index
    var arguments: Index
    /// What BUILD set; the last one counts.
    var state: Index?
    /// What was added to it as to a list, and as to a dictionary.
    var elements: Index?
    var members: Index?
  }

  /// A list grows in runs, each a part of `children`.
  struct Container {
    var runs: [Range<Index>] = []
  }

  let file: InputFile
  /// Where the pickle stands in the file.
  let range: Range<Int>

  var nodes: [Node] = []
  var children: [Index] = []
  var containers: [Container] = []
  var objects: [Object] = []
  var globals: [String] = []
  var root: Index = 0

  subscript(index: Index) -> Node { nodes[Int(index)] }
}

// MARK: - Looking at values

extension Pickle {
  /// The elements of a tuple or a list; nil for anything else.
  func elements(_ index: Index) -> [Index]? {
    switch self[index] {
    case .tuple(let start, let count): Array(children[Int(start)..<Int(start + count)])
    case .list(let container), .set(let container): contents(of: container)
    default: nil
    }
  }

  /// Keys and values of a dictionary; nil for anything else.
  func pairs(_ index: Index) -> [(key: Index, value: Index)]? {
    guard case .dictionary(let container) = self[index] else { return nil }
    return pairs(in: container)
  }

  func pairs(in container: Index) -> [(key: Index, value: Index)] {
    let flat = contents(of: container)
    return stride(from: 0, to: flat.count - 1, by: 2).map { (flat[$0], flat[$0 + 1]) }
  }

  func contents(of container: Index) -> [Index] {
    containers[Int(container)].runs.flatMap { children[Int($0.lowerBound)..<Int($0.upperBound)] }
  }

  /// The value of a dictionary at a key that is a string.
  func value(_ key: String, in index: Index) -> Index? { pairs(index)?.last { text($0.key) == key }?.value }

  func integer(_ index: Index) -> Int? {
    switch self[index] {
    case .integer(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// Whole numbers in a tuple or a list.
  func integers(_ index: Index) -> [Int]? {
    guard let elements = elements(index) else { return nil }
    let values = elements.compactMap { integer($0) }
    return values.count == elements.count ? values : nil
  }

  func real(_ index: Index) -> Double? { if case .real(let value) = self[index] { value } else { integer(index).map(Double.init) } }

  func text(_ index: Index) -> String? {
    switch self[index] {
    case .text(let start, let count): String(decoding: slice(start, count), as: UTF8.self)
    case .latinText(let start, let count): String(String.UnicodeScalarView(slice(start, count).map { Unicode.Scalar($0) }))
    default: nil
    }
  }

  /// The name of a class or a function, with its module: `collections.OrderedDict`.
  func globalName(_ index: Index) -> String? { if case .global(let place) = self[index] { globals[Int(place)] } else { nil } }

  func object(_ index: Index) -> Object? { if case .object(let place) = self[index] { objects[Int(place)] } else { nil } }

  /// What an object is made by, where that has a name.
  func className(_ object: Object) -> String? { globalName(object.callable) }

  /// Where in the file the bytes of a node stand.
  func place(_ start: UInt32, _ count: UInt32) -> Range<Int> {
    range.lowerBound + Int(start)..<range.lowerBound + Int(start) + Int(count)
  }

  private func slice(_ start: UInt32, _ count: UInt32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: file.bytes[place(start, count)])
  }
}
