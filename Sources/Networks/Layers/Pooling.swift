public import Tensors

/// The largest element of each window of images [n, channels, height, width]. Windows stand side by side unless a stride is given.
public struct MaxPool2d: Layer {
  public var window: PoolingWindow

  public init(
    _ kernelSize: Extent2D, stride: Extent2D? = nil, padding: Extent2D = 0, dilation: Extent2D = 1, ceilMode: Bool = false
  ) {
    window = PoolingWindow(kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }

  public var kindName: String { "max_pool2d" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(MaxPoolOperation(window), name: scope.node(kindName), inputs: [input])
  }
}

/// The mean of each window of images [n, channels, height, width]. Windows stand side by side unless a stride is given.
public struct AvgPool2d: Layer {
  public var window: PoolingWindow
  /// Whether the zeros of the padding count as elements.
  public var countsPadding: Bool

  public init(
    _ kernelSize: Extent2D, stride: Extent2D? = nil, padding: Extent2D = 0, ceilMode: Bool = false, countsPadding: Bool = true
  ) {
    window = PoolingWindow(kernelSize, stride: stride, padding: padding, ceilMode: ceilMode)
    self.countsPadding = countsPadding
  }

  public var kindName: String { "avg_pool2d" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(
      AveragePoolOperation(window, countsPadding: countsPadding), name: scope.node(kindName), inputs: [input])
  }
}

/// One number for each channel, its mean or largest element: [n, channels, ...] becomes [n, channels, 1, ...]. PyTorch's adaptive
/// pooling to one element.
public struct GlobalPool: Layer {
  public var summary: GlobalPoolOperation.Summary

  public init(_ summary: GlobalPoolOperation.Summary) { self.summary = summary }

  public var kindName: String { summary == .average ? "global_average_pool" : "global_max_pool" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(GlobalPoolOperation(summary), name: scope.node(kindName), inputs: [input])
  }
}
