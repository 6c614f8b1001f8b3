import Fathom

extension MapPicture {
  /// Whether a picture by that name is a page of HTML.
  static func isPage(_ path: String) -> Bool { FilmFormat(path: path) == .html }

  /// A map as a page to explore.
  /// - Parameter coordinates: [rows, 2], the rows of each step one after the other.
  static func page(_ coordinates: Tensor<Float>, of rows: LoadedSource, title: String) throws -> MapPage {
    let steps = rows.steps.map(Self.distinct)
    let count = coordinates.shape[0] / max(1, steps?.count ?? 1)
    let (x, y) = coordinates.withUnsafeBufferPointer { values in
      (stride(from: 0, to: values.count, by: 2).map { values[$0] }, stride(from: 1, to: values.count, by: 2).map { values[$0] })
    }
    var page = MapPage(title: title, x: x, y: y, coloring: coloring(rows.labels?.prefix(count), rows.labelNames), steps: steps)
    page.indices = rows.indices.flatMap { Array($0.prefix(count)) == Array(0..<count) ? nil : Array($0.prefix(count)) }
    if let images = rows.images, images.shape[0] == count {
      page.thumbnails = thumbnails(of: images)
      page.note = page.thumbnails?.note
    }
    return page
  }

  /// The values in the order in which they first appear, equal ones being neighbours.
  static func distinct(_ steps: [Int]) -> [Int] {
    steps.indices.filter { $0 == 0 || steps[$0] != steps[$0 - 1] }.map { steps[$0] }
  }

  private static func thumbnails(of images: NumericArray) -> ThumbnailSheet? {
    let count = images.shape[0]
    guard let form = ImageForm(Array(images.shape.dimensions.dropFirst())) else { return nil }
    var block = ImageBlock(images)
    return ThumbnailSheet(count: count, height: form.height, width: form.width, isColored: form.isColored) { form.planes(block.values(of: $0)) }
  }
}

/// Images as Float, some of them widened at a time.
private struct ImageBlock {
  private static let imagesAtOnce = 1024

  private let images: NumericArray
  private var range = 0..<0
  private var floats: [Float] = []

  init(_ images: NumericArray) { self.images = images }

  mutating func values(of image: Int) -> ArraySlice<Float> {
    if !range.contains(image) {
      // The next ones, if they are asked for in turn; otherwise this one alone.
      range = image..<min(images.shape[0], image == range.upperBound ? image + Self.imagesAtOnce : image + 1)
      floats = images.rows(range).floats().scalars
    }
    let size = floats.count / range.count
    return floats[(image - range.lowerBound) * size..<(image - range.lowerBound + 1) * size]
  }
}

extension NumericArray {
  /// The array itself where its rows are images by their shape; a row of numbers is none, whatever their count.
  var asImages: NumericArray? { shape.rank >= 3 && ImageForm(Array(shape.dimensions.dropFirst())) != nil ? self : nil }
}
