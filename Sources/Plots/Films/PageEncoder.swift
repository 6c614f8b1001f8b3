/// A page of HTML with the frames as pictures and a slider: opens from disk, needs nothing else, can be used with the keyboard.
///
/// Each frame is a GIF of its own with the palette of all: a third of what a PNG of all colours takes.
final class PageEncoder: FrameEncoder {
  private let title: String
  private let settings: FilmSettings
  private let palette: GIFPalette
  private var frames: [UInt8] = []
  private var labels: [String] = []

  init(_ film: some Film, _ frames: [Int], _ settings: FilmSettings) throws {
    title = film.title
    self.settings = settings
    palette = try GIFPalette(of: film, frames, settings)
  }

  var byteCount: Int { frames.count + labels.reduce(0) { $0 + $1.utf8.count + 4 } + Self.script.utf8.count + 2000 }

  func prepared(_ picture: Picture) throws(DrawingError) -> [UInt8] {
    let image = try picture.pixels()
    let encoder = try GIFEncoder(width: image.width, height: image.height, delay: settings.delay, palette)
    try encoder.append(palette.places(image))
    return Base64.text(of: try encoder.finish())
  }

  func append(_ frame: [UInt8], label: String) {
    labels.append(label)
    if !frames.isEmpty { frames += Array(",\n".utf8) }
    frames += Array("\"".utf8) + frame + Array("\"".utf8)
  }

  func finish() -> [UInt8] {
    let theme = settings.style.theme
    let title = MarkupText.escaped(title)
    let size = settings.style.size
    let head = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      body { margin: 1rem auto; max-width: \(Int(size.width))px; font: 16px sans-serif; background: \(Self.css(theme.background)); color: \(Self.css(theme.ink)) }
      img { width: 100%; height: auto; display: block }
      .controls { display: flex; gap: .8rem; align-items: center; margin-top: .6rem }
      input { flex: 1 }
      button { font: inherit; padding: .2rem .9rem }
      output { min-width: 7rem; text-align: right }
      </style>
      </head>
      <body>
      <main>
      <img id="frame" width="\(Int(size.width))" height="\(Int(size.height))" alt="\(title)">
      <div class="controls">
      <button id="play" type="button" aria-label="play or stop">play</button>
      <input id="slider" type="range" min="0" max="\(labels.count - 1)" value="0" aria-label="frame">
      <output id="label" for="slider"></output>
      </div>
      <noscript>The frames are shown by a script in this page.</noscript>
      </main>
      <script>
      const delay = \(max(20, Int((settings.delay * 1000).rounded())));
      const title = \(Self.literal(self.title));
      const labels = [\(labels.map(Self.literal).joined(separator: ","))];
      const frames = [

      """
    return Array(head.utf8) + frames + Array(("\n];\n" + Self.script + "\n</script>\n</body>\n</html>\n").utf8)
  }

  private static let script = """
    const image = document.getElementById("frame"), slider = document.getElementById("slider");
    const label = document.getElementById("label"), play = document.getElementById("play");
    function show() {
      const index = Number(slider.value);
      image.src = "data:image/gif;base64," + frames[index];
      image.alt = title + ", " + labels[index];
      label.textContent = labels[index];
      slider.setAttribute("aria-valuetext", labels[index]);
    }
    let timer = null;
    function stop() { clearInterval(timer); timer = null; play.textContent = "play"; }
    function step() { slider.value = (Number(slider.value) + 1) % frames.length; show(); }
    slider.addEventListener("input", () => { stop(); show(); });
    play.addEventListener("click", () => {
      if (timer) return stop();
      play.textContent = "stop";
      timer = setInterval(step, delay);
    });
    show();
    """

  private static func css(_ color: Color) -> String {
    func byte(_ value: Double) -> String { String(Int((value * 255).rounded())) }
    return "rgb(\(byte(color.red)), \(byte(color.green)), \(byte(color.blue)))"
  }

  /// Text as a literal of JavaScript that no browser reads as markup.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "-", "_", ":", "(", ")", "%", "+", "=": result.unicodeScalars.append(scalar)
      default:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return result + "\""
  }
}
