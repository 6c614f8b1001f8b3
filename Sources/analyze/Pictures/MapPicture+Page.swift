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
      if page.thumbnails == nil { page.note = "too many images to show them with the points" }
    }
    return page
  }

  /// The values in the order in which they first appear, equal ones being neighbours.
  static func distinct(_ steps: [Int]) -> [Int] {
    steps.indices.filter { $0 == 0 || steps[$0] != steps[$0 - 1] }.map { steps[$0] }
  }

  /// Rows that are widened at a time.
  private static let rowsAtOnce = 1024

  private static func thumbnails(of images: NumericArray) -> ThumbnailSheet? {
    let count = images.shape[0]
    guard let form = ImageForm(Array(images.shape.dimensions.dropFirst())),
      var sheet = ThumbnailSheet(count: count, height: form.height, width: form.width, isColored: form.isColored)
    else { return nil }
    for start in stride(from: 0, to: count, by: rowsAtOnce) {
      let end = min(start + rowsAtOnce, count)
      let values = images.rows(start..<end).floats().scalars
      let size = values.count / (end - start)
      for row in 0..<(end - start) { sheet.append(form.planes(values[row * size..<(row + 1) * size])) }
    }
    return sheet
  }
}

extension NumericArray {
  /// The array itself where its rows are images by their shape; a row of numbers is none, whatever their count.
  var asImages: NumericArray? { shape.rank >= 3 && ImageForm(Array(shape.dimensions.dropFirst())) != nil ? self : nil }
}
