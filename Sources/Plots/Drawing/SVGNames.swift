/// The names that parts of an SVG refer to each other by. Cairo numbers them through the life of the process, so that the same picture
/// drawn twice would differ.
enum SVGNames {
  /// The document with its names counted from 0 in the order of their appearance.
  static func renumbered(_ document: [UInt8]) -> [UInt8] {
    let declaration = Array(" id=\"".utf8)
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    var position = 0
    while position + declaration.count < document.count {
      if document[position] == 0x20, document[position...].starts(with: declaration),
        let end = document[(position + declaration.count)...].firstIndex(of: UInt8(ascii: "\""))
      {
        let name = document[(position + declaration.count)..<end]
        if numbers[name] == nil { numbers[name] = numbers.count }
        position = end
      }
      position += 1
    }
    guard !numbers.isEmpty else { return document }
    var result: [UInt8] = []
    result.reserveCapacity(document.count)
    position = 0
    while position < document.count {
      let byte = document[position]
      result.append(byte)
      position += 1
      // A name stands after ` id="` or after `#`, up to a quote or a bracket.
      let isReference = byte == UInt8(ascii: "#")
      let isDeclared = byte == UInt8(ascii: "\"") && result.suffix(declaration.count).elementsEqual(declaration)
      guard isReference || isDeclared,
        let end = document[position...].firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ")") }),
        let number = numbers[document[position..<end]]
      else { continue }
      result += Array("n\(number)".utf8)
      position = end
    }
    return result
  }
}
