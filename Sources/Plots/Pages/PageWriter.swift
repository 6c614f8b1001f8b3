import Formats

/// Writes a page that needs nothing but itself: style, content, data and scripts in one file, and a policy that keeps it from asking for more.
struct PageWriter {
  let output: OutputFile

  /// - Parameter theme: That the page begins with; nil: as the reader's system is and becomes. In either case the reader can turn it.
  func begin(title: String, theme: Theme?, styles: [PageFile] = [.style]) throws(FileError) {
    try output.write(
      """
      <!DOCTYPE html>
      <html lang="en"\(theme.map { " data-theme=\"\($0.isDark ? "dark" : "light")\"" } ?? "")>
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
      base-uri 'none'; form-action 'none'">
      <meta name="generator" content="Fathom">
      <title>\(MarkupText.escaped(title))</title>
      <style>
      \(styles.map(\.text).joined())</style>
      </head>
      <body>
      <main>
      <header>
      <h1>\(MarkupText.escaped(title))</h1>
      <button id="theme" type="button" aria-pressed="false" hidden>Dark</button>
      </header>

      """)
  }

  /// Markup of our own; what comes from data goes through ``PageText`` first.
  func write(_ markup: String) throws(FileError) { try output.write(markup) }

  func write(_ file: PageFile) throws(FileError) { try output.write(file.text) }

  /// Facts that scripts read by the element's name.
  func write(facts: JSON, named id: String) throws(FileError) {
    try output.write("<script type=\"application/json\" id=\"\(id)\">\(PageText.json(facts))</script>\n")
  }

  /// Numbers that scripts read by the element's name: base64 of them, little-endian.
  func write<Number: FixedWidthInteger>(_ numbers: [Number], named id: String) throws(FileError) {
    let bytes = numbers.map(\.littleEndian).withUnsafeBytes { [UInt8]($0) }
    try output.write("<script type=\"text/plain\" id=\"\(id)\">")
    try output.write(Base64.text(of: bytes))
    try output.write("</script>\n")
  }

  /// - Parameter scripts: That run after those of every page.
  func end(scripts: [PageFile]) throws(FileError) {
    try output.write("</main>\n<script>\n")
    for script in PageFile.pageScripts + scripts { try write(script) }
    try output.write("</script>\n</body>\n</html>\n")
  }
}
