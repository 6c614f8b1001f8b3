/// The description of a picture or of a part of one: values, which any canvas can draw.
public protocol Chart: Sendable {
  /// What it shows, in a few words; drawn above it.
  var title: String? { get }
  func draw(on canvas: Canvas, in area: Rectangle, style: Style)
}

/// A chart in a frame of two axes.
public protocol PlaneChart: Chart {
  var axes: Axes { get }
  /// What the data cover; nil where there are none.
  var xExtent: Extent? { get }
  var yExtent: Extent? { get }
  func legend(_ style: Style) -> Legend
  /// Draws the data; what lies outside the frame is cut off.
  func drawData(on plane: Plane)
}

extension PlaneChart {
  public var title: String? { axes.title }

  public func draw(on canvas: Canvas, in area: Rectangle, style: Style) {
    let layout = PlaneLayout(canvas: canvas, style: style)
    let plane = layout.drawFrame(axes, xExtent: xExtent, yExtent: yExtent, legend: legend(style), in: area)
    canvas.scoped {
      canvas.clip(to: plane.frame)
      drawData(on: plane)
    }
  }
}
