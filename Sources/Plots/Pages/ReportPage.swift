public import Formats

/// A page of sections, in one file that opens from disk: text, tables, pictures, distributions at the steps of a training, a map.
public struct ReportPage: Sendable {
  public struct Section: Sendable {
    public var title: String
    public var blocks: [Block]

    public init(_ title: String, _ blocks: [Block]) { (self.title, self.blocks) = (title, blocks) }
  }

  public enum Block: Sendable {
    case text(String)
    case table(header: [String], rows: [[String]], caption: String)
    /// A picture at a size, drawn in the colours of both themes, and what it shows for those who cannot see it.
    case picture(any Chart, Style, PictureFormat, alternative: String)
    /// At most one of a report.
    case distributions(steps: [Int], [Distribution])
    /// At most one of a report.
    case map(MapPage)
  }

  /// How a tensor was distributed at each step, in bins of the same width.
  public struct Distribution: Sendable {
    public var name: String
    public var low: Double
    public var high: Double
    /// Shape [steps][bins].
    public var counts: [[Int]]
    /// What else there is to say of a step; empty for nothing.
    public var remarks: [String]

    public init(_ name: String, low: Double, high: Double, counts: [[Int]], remarks: [String]) {
      precondition(counts.count == remarks.count, "\(counts.count) steps and \(remarks.count) remarks")
      (self.name, self.low, self.high, self.counts, self.remarks) = (name, low, high, counts, remarks)
    }
  }

  public var title: String
  public var sections: [Section]

  public init(_ title: String, _ sections: [Section]) { (self.title, self.sections) = (title, sections) }

  /// Writes the page; the caller commits the output.
  ///
  /// - Parameter theme: That it begins with; nil: as the reader's system is and becomes.
  /// - Throws: `FileError` where the output cannot be written, `DrawingError` where a picture cannot be drawn.
  public func write(theme: Theme? = nil, to output: OutputFile) throws {
    let page = PageWriter(output: output)
    try page.begin(title: title, theme: theme, styles: [.style, .reportStyle])
    try page.write("<nav aria-label=\"Sections\"><ul>")
    for (number, section) in sections.enumerated() {
      try page.write("<li><a href=\"#section-\(number)\">\(MarkupText.escaped(section.title))</a></li>")
    }
    try page.write("</ul></nav>\n")
    for (number, section) in sections.enumerated() {
      try page.write("<section id=\"section-\(number)\">\n<h2>\(MarkupText.escaped(section.title))</h2>\n")
      for block in section.blocks { try write(block, to: page) }
      try page.write("</section>\n")
    }
    try page.end(scripts: [.histograms] + (hasMap ? PageFile.mapScripts : []))
  }

  private var hasMap: Bool {
    sections.contains { $0.blocks.contains { if case .map = $0 { true } else { false } } }
  }

  private func write(_ block: Block, to page: PageWriter) throws {
    switch block {
    case .text(let text): try page.write("<p>\(MarkupText.escaped(text))</p>\n")
    case .table(let header, let rows, let caption): try page.write(Self.table(header, rows, caption))
    case .picture(let chart, let style, let format, let alternative):
      try page.write("<figure>\n")
      for theme in [Theme.light, .dark] {
        var style = style
        style.theme = theme
        let bytes = try Picture(chart, style).bytes(format)
        let kind = format == .svg ? "svg+xml" : "png"
        try page.write(
          "<img class=\"in-\(theme.isDark ? "dark" : "light")\" width=\"\(Int(style.size.width))\" height=\"\(Int(style.size.height))\" "
            + "alt=\"\(MarkupText.escaped(alternative))\" src=\"data:image/\(kind);base64,")
        try page.write(String(decoding: Base64.text(of: bytes), as: UTF8.self) + "\">\n")
      }
      try page.write("</figure>\n")
    case .distributions(let steps, let distributions):
      try page.write(
        """
        <div class="slider"><input id="histogram-step" type="range" min="0" step="1" aria-label="Step">
        <output id="histogram-step-name" for="histogram-step"></output></div>
        <div id="histograms" class="histograms"></div>
        <noscript>The histograms are drawn by a script in this page.</noscript>

        """)
      try page.write(facts: Self.facts(steps, distributions), named: "histogram-facts")
    case .map(let map): try map.writeMap(to: page)
    }
  }

  private static func table(_ header: [String], _ rows: [[String]], _ caption: String) -> String {
    let head = header.map { "<th scope=\"col\">\(MarkupText.escaped($0))</th>" }.joined()
    let body = rows.map { row in "<tr>" + row.map { "<td>\(MarkupText.escaped($0))</td>" }.joined() + "</tr>\n" }.joined()
    return "<div class=\"scroll\"><table>\n<caption>\(MarkupText.escaped(caption))</caption>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table></div>\n"
  }

  private static func facts(_ steps: [Int], _ distributions: [Distribution]) -> JSON {
    let tensors = distributions.map { distribution -> JSON in
      let counts = distribution.counts.map { JSON.array($0.map { .integer($0) }) }
      let members: [(String, JSON)] = [
        ("name", .text(distribution.name)), ("low", JSON(distribution.low)), ("high", JSON(distribution.high)), ("counts", .array(counts)),
        ("remarks", .array(distribution.remarks.map { .text($0) })),
      ]
      return .object(members)
    }
    return .object([("steps", .array(steps.map { .integer($0) })), ("tensors", .array(tensors))])
  }
}
