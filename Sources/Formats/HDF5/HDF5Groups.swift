/// Walks the groups of a file to its data sets, in the order of their names. Each group is entered once, so that links in a circle end.
struct HDF5Groups {
  private(set) var datasets: [(name: String, address: Int, object: HDF5Object)] = []
  private(set) var remarks: [String] = []
  /// What groups call themselves, by their path: an attribute `name` that Keras gives them.
  private(set) var names: [String: String] = [:]

  static let greatestLinkCount = 1 << 20
  /// Of the names of all links, and of the messages of all headers: links may lead to the same ones over and over.
  static let greatestNameBytes = 1 << 26
  static let greatestMessageCount = 1 << 22
  private let superblock: HDF5Superblock
  private var linkCount = 0
  private var skippedLinks = 0
  private var nameBytes = 0

  private struct Link {
    var name: String
    var address: Int
  }

  init(_ superblock: HDF5Superblock) throws(FileError) {
    self.superblock = superblock
    var entered: Set<Int> = []
    var waiting = [Link(name: "", address: superblock.root)]
    var messageCount = 0
    while let link = waiting.popLast() {
      let object = try HDF5Object(superblock, at: link.address)
      messageCount += object.messages.count
      guard messageCount <= Self.greatestMessageCount else { throw tooMuch("messages") }
      if object.messages.contains(where: { $0.kind == 0x08 }) {
        datasets.append((link.name, link.address, object))
        continue
      }
      guard entered.insert(link.address).inserted else {
        remarks.append("the group \"\(link.name)\" is one that was listed before")
        continue
      }
      if let name = HDF5Attributes.text("name", of: object, superblock) {
        try countName(name.utf8.count)
        names[link.name] = name
      }
      let prefix = link.name.isEmpty ? "" : link.name + "/"
      for child in try links(of: object).sorted(by: { $0.name > $1.name }) {
        try countName(prefix.utf8.count)
        waiting.append(Link(name: prefix + child.name, address: child.address))
      }
    }
    if skippedLinks > 0 { remarks.append("\(skippedLinks) soft or external links are not followed") }
  }

  private mutating func links(of object: HDF5Object) throws(FileError) -> [Link] {
    var links: [Link] = []
    for message in object.messages {
      var cursor = ByteCursor(superblock.file, message.bytes)
      switch message.kind {
      case 0x11: links += try oldLinks(&cursor)
      case 0x06: if let link = try newLink(&cursor) { links.append(link) }
      case 0x02: links += try denseLinks(&cursor)
      default: break
      }
    }
    return links
  }

  private func tooMuch(_ what: String) -> FileError {
    FileError(.badData, path: superblock.file.path, "too many \(what) for a file of \(superblock.file.count) bytes", at: "groups")
  }

  private mutating func countName(_ length: Int) throws(FileError) {
    nameBytes += length
    guard nameBytes <= Self.greatestNameBytes else { throw tooMuch("names") }
  }

  private mutating func count(_ cursor: ByteCursor) throws(FileError) {
    linkCount += 1
    guard linkCount <= Self.greatestLinkCount else { throw cursor.failure("more than \(Self.greatestLinkCount) links") }
  }

  // MARK: - Groups since HDF5 1.8

  /// Groups of many links keep them in a heap, which a tree by their names lists.
  private mutating func denseLinks(_ cursor: inout ByteCursor) throws(FileError) -> [Link] {
    _ = try cursor.take(1, "the version of a group")
    let flags = try cursor.byte("flags")
    _ = try cursor.take(flags & 1 != 0 ? 8 : 0, "an order")
    guard let heapAddress = try superblock.address(&cursor, "a heap of links"),
      let treeAddress = try superblock.address(&cursor, "the names of a group")
    else { return [] }
    var heap = try HDF5Heap(superblock, at: heapAddress)
    let tree = try HDF5Tree(superblock, at: treeAddress, kinds: [5])
    guard tree.recordCount <= Self.greatestLinkCount else { throw cursor.failure("more than \(Self.greatestLinkCount) links") }
    var objects: [ByteCursor] = []
    try tree.forEachRecord { record throws(FileError) in
      _ = try record.take(4, "the hash of a name")
      objects.append(try heap.object(&record))
    }
    var links: [Link] = []
    for var object in objects {
      if let link = try newLink(&object) { links.append(link) }
    }
    return links
  }

  private mutating func newLink(_ cursor: inout ByteCursor) throws(FileError) -> Link? {
    try count(cursor)
    _ = try cursor.take(1, "the version of a link")
    let flags = try cursor.byte("flags")
    let kind = flags & 8 != 0 ? try cursor.byte("the kind of a link") : 0
    _ = try cursor.take((flags & 4 != 0 ? 8 : 0) + (flags & 16 != 0 ? 1 : 0), "a link")
    let length = try cursor.count(1 << Int(flags & 3), "the length of a name")
    let name = try cursor.text(length, "the name of a link")
    guard kind == 0 else {
      skippedLinks += 1
      return nil
    }
    return try superblock.address(&cursor, "the target of a link").map { Link(name: name, address: $0) }
  }

  // MARK: - Groups before that: a tree of names in a heap

  private mutating func oldLinks(_ message: inout ByteCursor) throws(FileError) -> [Link] {
    guard let tree = try superblock.address(&message, "the names of a group"),
      let heap = try superblock.address(&message, "the heap of names")
    else { return [] }
    let names = try self.names(heap)
    var links: [Link] = []
    var waiting = [tree]
    var entered: Set<Int> = []
    while let address = waiting.popLast() {
      guard entered.insert(address).inserted else { throw message.failure("the names of a group go in a circle") }
      var node = try superblock.cursor(at: address, "a node of names")
      let mark = try node.take(4, "a node of names")
      if superblock.file.bytes[mark].elementsEqual("SNOD".utf8) {
        try readSymbols(&node, names, &links)
        continue
      }
      guard superblock.file.bytes[mark].elementsEqual("TREE".utf8), try node.byte("the kind of a tree") == 0 else {
        throw node.failure("a tree of names was expected", at: mark.lowerBound)
      }
      _ = try node.take(1, "the level of a node")
      let count = try node.count(2, "the number of children")
      _ = try node.take(2 * superblock.offsetSize, "the neighbours of a node")
      for _ in 0..<count {
        _ = try superblock.length(&node, "a key")
        if let child = try superblock.address(&node, "a child") { waiting.append(child) }
      }
    }
    return links
  }

  private func names(_ address: Int) throws(FileError) -> Range<Int> {
    var heap = try superblock.cursor(at: address, "a heap of names")
    try superblock.expect("HEAP", &heap)
    _ = try heap.take(4, "a heap of names")
    let size = try superblock.length(&heap, "the size of a heap")
    _ = try superblock.length(&heap, "a free place")
    guard let data = try superblock.address(&heap, "the names of a heap") else { throw heap.failure("a heap without names") }
    let names = try superblock.cursor(at: data, size, "the names of a heap")
    return names.position..<names.end
  }

  private mutating func readSymbols(_ node: inout ByteCursor, _ names: Range<Int>, _ links: inout [Link]) throws(FileError) {
    _ = try node.take(2, "a node of names")
    let count = try node.count(2, "the number of names")
    for _ in 0..<count {
      try self.count(node)
      let start = node.position
      let offset = try superblock.address(&node, "a name")
      let address = try superblock.address(&node, "an object")
      let kind = try node.unsigned(4, "the kind of a name")
      _ = try node.take(20, "a name")
      // A soft link leads to no address.
      if kind == 2 {
        skippedLinks += 1
        continue
      }
      guard let offset, let address else { throw node.failure("a name without an object", at: start) }
      guard offset < names.count else { throw node.failure("a name at \(offset) of a heap of \(names.count) bytes", at: start) }
      let text = names.lowerBound + offset
      let rest = superblock.file.bytes[text..<names.upperBound]
      guard let end = rest.firstIndex(of: 0), let name = String(validating: rest[..<end], as: UTF8.self) else {
        throw node.failure("a name that is cut off or not UTF-8", at: text)
      }
      try countName(name.utf8.count)
      links.append(Link(name: name, address: address))
    }
  }
}
