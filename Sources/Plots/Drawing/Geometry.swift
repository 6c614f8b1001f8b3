/// A place in a picture: points of 1/72 inch, from the left and from the top.
public struct Point: Sendable, Hashable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
}

/// An extent in points of 1/72 inch.
public struct Size: Sendable, Hashable {
  public var width: Double
  public var height: Double

  public init(_ width: Double, _ height: Double) { (self.width, self.height) = (width, height) }
}

/// A part of a picture, in points of 1/72 inch.
public struct Rectangle: Sendable, Hashable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  var left: Double { x }
  var right: Double { x + width }
  var top: Double { y }
  var bottom: Double { y + height }
  var center: Point { Point(x + width / 2, y + height / 2) }

  /// Without so much at each side; nothing is left rather than less.
  func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Rectangle {
    Rectangle(x + left, y + top, max(0, width - left - right), max(0, height - top - bottom))
  }

  func inset(_ margin: Double) -> Rectangle { inset(left: margin, top: margin, right: margin, bottom: margin) }

  func intersects(_ other: Rectangle) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  func contains(_ other: Rectangle) -> Bool {
    left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
  }
}
