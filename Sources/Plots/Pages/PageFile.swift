internal import CPages

/// The parts of pages that are written in the languages of browsers, as files in `Sources/CPages/Files`, which are compiled in.
enum PageFile: String {
  case style = "page.css"
  case map = "map.html"
  case data = "data.js"
  case theme = "theme.js"
  case painter = "painter.js"
  case pointMap = "map.js"
  case controls = "controls.js"
  case reportStyle = "report.css"
  case histograms = "histograms.js"

  /// The scripts of every page, in the order in which they run.
  static let pageScripts: [PageFile] = [.data, .theme]
  /// What the scripts of a map are besides, likewise.
  static let mapScripts: [PageFile] = [.painter, .pointMap, .controls]

  var text: String {
    var count = 0
    guard let start = fathom_page_file(rawValue, &count) else { preconditionFailure("\(rawValue) is not compiled in") }
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
