import ArgumentParser
import Fathom

/// How pictures look.
struct PictureOptions: ParsableArguments {
  @Option(name: .customLong("theme"), help: "Colours of the picture. (default: light; of a page: those of the reader's system)")
  var themeName: ThemeName?
  @Option(
    help: ArgumentHelp(
      "Size of the picture: screen, slide, column, or width and height in points, as 400x300.", valueName: "size"))
  var size = PictureSize.screen
  @Option(help: ArgumentHelp("What stands above the picture. (default: what it shows)", valueName: "text")) var title: String?

  var style: Style {
    var style = size.style
    if let theme { style.theme = theme }
    return style
  }

  /// Nil if nobody said.
  var theme: Theme? { themeName?.theme }
}

enum ThemeName: String, CaseIterable, ExpressibleByArgument {
  case light, dark

  var theme: Theme { self == .dark ? .dark : .light }
}

/// A size of a picture, with letters that fit it.
enum PictureSize: Hashable, ExpressibleByArgument {
  case screen, slide, column
  case points(Int, Int)

  init?(argument: String) {
    switch argument {
    case "screen": self = .screen
    case "slide": self = .slide
    case "column": self = .column
    default:
      let parts = argument.split(separator: "x").map { Int($0) }
      guard parts.count == 2, let width = parts[0], let height = parts[1], (50...5000).contains(width), (50...5000).contains(height)
      else { return nil }
      self = .points(width, height)
    }
  }

  var defaultValueDescription: String {
    switch self {
    case .screen: "screen"
    case .slide: "slide"
    case .column: "column"
    case .points(let width, let height): "\(width)x\(height)"
    }
  }

  var style: Style {
    switch self {
    case .screen: return .screen
    case .slide: return .slide
    case .column: return .column
    case .points(let width, let height):
      var style = Style.screen
      style.size = Size(Double(width), Double(height))
      // As on a column of print where it is small, as on a slide where it is large.
      style.fontSize = min(max(Double(min(width, height)) / 43, 8), 18)
      return style
    }
  }
}
