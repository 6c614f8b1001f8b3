/// The text that an SVG has for those who do not see it. All other text in it is drawn as shapes.
enum SVGTitle {
  /// Puts `<title>` after the first tag of an SVG document, and the role that makes readers speak it.
  static func insert(_ title: String?, into document: [UInt8]) -> [UInt8] {
    guard let title, let start = document.firstRange(of: Array("<svg ".utf8)),
      let end = document[start.upperBound...].firstIndex(of: UInt8(ascii: ">"))
    else { return document }
    return Array(document[..<start.upperBound]) + Array("role=\"img\" ".utf8) + Array(document[start.upperBound...end])
      + Array("\n<title>\(MarkupText.escaped(Font.available.drawable(title)))</title>".utf8) + Array(document[(end + 1)...])
  }
}
