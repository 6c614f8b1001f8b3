/// Finds places for words near what they name, so that none covers another.
struct LabelPlacement {
  private let canvas: Canvas
  private let size: Double
  private let bounds: Rectangle
  private var taken: [Rectangle] = []

  init(canvas: Canvas, size: Double, within bounds: Rectangle) { (self.canvas, self.size, self.bounds) = (canvas, size, bounds) }

  /// The middle of the nearest free place for `text`, or nil where there is none within three lines. O(places taken).
  mutating func place(_ text: String, around anchor: Point) -> Point? {
    let width = canvas.width(of: text, size: size, bold: true) + size * 0.3
    let height = size * 1.1
    for ring in 0...3 {
      let count = ring == 0 ? 1 : 8 * ring
      for step in 0..<count {
        let angle = 2 * .pi * Double(step) / Double(count)
        let shift = Double(ring)
        let center = Point(anchor.x + PlotMath.cosine(angle) * shift * width * 0.5, anchor.y + PlotMath.sine(angle) * shift * height)
        let place = Rectangle(center.x - width / 2, center.y - height / 2, width, height)
        guard bounds.contains(place), !taken.contains(where: place.intersects) else { continue }
        taken.append(place)
        return center
      }
    }
    return nil
  }
}
