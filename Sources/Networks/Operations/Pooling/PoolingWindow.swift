public import Tensors

/// Where the windows of a pooling stand on a plane. PyTorch's conventions.
public struct PoolingWindow: Sendable, Hashable {
  public let kernelSize: Extent2D, stride: Extent2D, padding: Extent2D, dilation: Extent2D
  /// Whether a window that begins inside the image or in the padding before it counts though it ends outside.
  public let ceilMode: Bool

  /// Windows stand side by side unless a stride is given.
  public init(
    _ kernelSize: Extent2D, stride: Extent2D? = nil, padding: Extent2D = 0, dilation: Extent2D = 1, ceilMode: Bool = false
  ) {
    self.kernelSize = kernelSize
    self.stride = stride ?? kernelSize
    self.padding = padding
    self.dilation = dilation
    self.ceilMode = ceilMode
  }

  func outputShape(of x: Shape) throws(ShapeMismatch) -> Shape {
    guard x.rank == 4 else { throw ShapeMismatch("expects images [n, channels, height, width], was given shape \(x)") }
    let smallest = min(kernelSize.height, kernelSize.width, stride.height, stride.width, dilation.height, dilation.width)
    guard smallest > 0 else {
      throw ShapeMismatch("kernel \(kernelSize.text), stride \(stride.text) and dilation \(dilation.text) must be positive")
    }
    guard kernelSize.height * kernelSize.width < 65_535 else { throw ShapeMismatch("a kernel of \(kernelSize.text) is too large") }
    let axes = axes(on: Extent2D(height: x[2], width: x[3]))
    for axis in [axes.rows, axes.columns] where axis.padding < 0 || axis.padding > axis.kernel / 2 {
      throw ShapeMismatch("padding \(padding.text) is more than half of a kernel of \(kernelSize.text)")
    }
    guard axes.rows.count > 0, axes.columns.count > 0 else {
      throw ShapeMismatch("windows of \(kernelSize.text) do not fit into images of shape \(x)")
    }
    return [x[0], x[1], axes.rows.count, axes.columns.count]
  }

  func axes(on image: Extent2D) -> (rows: PoolingAxis, columns: PoolingAxis) {
    (
      PoolingAxis(
        extent: image.height, kernel: kernelSize.height, stride: stride.height, padding: padding.height,
        dilation: dilation.height, ceilMode: ceilMode),
      PoolingAxis(
        extent: image.width, kernel: kernelSize.width, stride: stride.width, padding: padding.width, dilation: dilation.width,
        ceilMode: ceilMode)
    )
  }
}

/// The windows along one axis of an image.
struct PoolingAxis: Sendable {
  let extent: Int, kernel: Int, stride: Int, padding: Int, dilation: Int
  /// How many windows there are.
  let count: Int

  init(extent: Int, kernel: Int, stride: Int, padding: Int, dilation: Int, ceilMode: Bool) {
    self.extent = extent
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    let room = extent + 2 * padding - dilation * (kernel - 1) - 1
    guard room >= 0 || ceilMode, extent > 0 else {
      count = 0
      return
    }
    var count = (room + (ceilMode ? stride - 1 : 0)) / stride + 1
    // A window that would begin in the padding after the image sees nothing.
    if ceilMode && (count - 1) * stride >= extent + padding { count -= 1 }
    self.count = Swift.max(count, 0)
  }

  /// Where in the image element `tap` of window number `index` stands; outside where that is in the padding.
  func position(_ index: Int, _ tap: Int) -> Int { index * stride - padding + tap * dilation }

  /// The windows whose element `tap` stands inside the image.
  func windows(seeing tap: Int) -> Range<Int> {
    let first = tap * dilation - padding
    let lower = first < 0 ? (-first + stride - 1) / stride : 0
    let upper = first < extent ? Swift.min((extent - 1 - first) / stride + 1, count) : 0
    return lower..<Swift.max(lower, upper)
  }

  /// The number of elements that the average of window number `index` is divided by: those inside the image, and with
  /// `countsPadding` those in the padding too.
  func divisor(_ index: Int, countsPadding: Bool) -> Int {
    let start = index * stride - padding
    let end = Swift.min(start + kernel, extent + padding)
    return countsPadding ? end - start : Swift.min(end, extent) - Swift.max(start, 0)
  }
}
