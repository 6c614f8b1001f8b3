/// The inside of a frame, where data are drawn: a canvas with numbers for places.
public struct Plane {
  public let canvas: Canvas
  public let style: Style
  /// Inside the axes.
  public let frame: Rectangle
  let x: AxisMapping
  let y: AxisMapping

  public func point(_ x: Double, _ y: Double) -> Point { Point(self.x.position(x), self.y.position(y)) }

  /// The rectangle between two corners.
  func rectangle(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> Rectangle {
    let (a, b) = (point(x.lowerBound, y.lowerBound), point(x.upperBound, y.upperBound))
    return Rectangle(min(a.x, b.x), min(a.y, b.y), abs(b.x - a.x), abs(b.y - a.y))
  }
}
