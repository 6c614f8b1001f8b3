/// The attributes of an object, of which only short texts are of interest: Keras keeps the names of layers in them.
enum HDF5Attributes {
  private static let longestText = 1024

  /// The text of an attribute beside the object's header; nil where there is none, or something else.
  static func text(_ name: String, of object: HDF5Object, _ superblock: HDF5Superblock) -> String? {
    for message in object.messages where message.kind == 0x0C && !message.isShared {
      var cursor = ByteCursor(superblock.file, message.bytes)
      if let text = try? text(&cursor, name, superblock) { return text }
    }
    return nil
  }

  private static func text(_ cursor: inout ByteCursor, _ wanted: String, _ superblock: HDF5Superblock) throws(FileError) -> String? {
    let version = try cursor.byte("the version of an attribute")
    guard (1...3).contains(version), try cursor.byte("flags") & 3 == 0 || version == 1 else { return nil }
    var sizes: [Int] = []
    for _ in 0..<3 { sizes.append(try cursor.count(2, "the size of an attribute")) }
    if version == 3 { _ = try cursor.take(1, "an attribute") }
    // The first version fills each part up to eight bytes.
    let taken = sizes.map { version == 1 ? ($0 + 7) / 8 * 8 : $0 }
    let name = try text(try cursor.take(taken[0], "the name of an attribute"), superblock.file)
    guard name == wanted else { return nil }
    var type = ByteCursor(superblock.file, try cursor.take(taken[1], "the type of an attribute"))
    var space = ByteCursor(superblock.file, try cursor.take(taken[2], "the shape of an attribute"))
    guard let shape = try HDF5Types.shape(&space, superblock)?.shape, shape.isEmpty else { return nil }
    let kind = try type.byte("a type") & 0xF
    let bits = try type.unsigned(3, "a type")
    let size = try type.count(4, "the size of a type")
    switch kind {
    case 3 where size <= longestText: return try text(try cursor.take(size, "a text"), superblock.file)
    case 9 where bits & 0xF == 1: return try heapText(&cursor, superblock)
    default: return nil
    }
  }

  /// A text of any length lies in a heap that all objects share.
  private static func heapText(_ cursor: inout ByteCursor, _ superblock: HDF5Superblock) throws(FileError) -> String? {
    let length = try cursor.count(4, "the length of a text")
    guard length <= longestText, let address = try superblock.address(&cursor, "a heap of texts") else { return nil }
    let wanted = try cursor.count(4, "the number of a text")
    var heap = try superblock.cursor(at: address, "a heap of texts")
    let start = heap.position
    try superblock.expect("GCOL", &heap)
    _ = try heap.take(4, "a heap of texts")
    let size = try superblock.length(&heap, "the size of a heap")
    while heap.position - start < size {
      let index = try heap.count(2, "the number of a text")
      _ = try heap.take(6, "a text")
      let count = try superblock.length(&heap, "the length of a text")
      if index == wanted {
        guard count >= length else { return nil }
        return try text(try heap.take(length, "a text"), superblock.file)
      }
      // The rest is free.
      if index == 0 { return nil }
      guard count <= heap.remaining else { return nil }
      _ = try heap.take((count + 7) / 8 * 8, "a text")
    }
    return nil
  }

  private static func text(_ range: Range<Int>, _ file: InputFile) throws(FileError) -> String? {
    String(validating: file.bytes[range].prefix { $0 != 0 }, as: UTF8.self)
  }
}
