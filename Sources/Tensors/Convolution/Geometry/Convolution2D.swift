/// Two extents or steps of an image: `2` is both, `Extent2D(height: 2, width: 1)` is one each.
public struct Extent2D: Sendable, Hashable, ExpressibleByIntegerLiteral {
  public var height: Int, width: Int

  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  public init(_ both: Int) { self.init(height: both, width: both) }
  public init(integerLiteral both: Int) { self.init(both) }
}

/// Zeros around the images of a convolution.
public enum Padding2D: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// None.
  case valid
  /// As many as it takes for ceil(input / stride) outputs, the odd one below and to the right.
  case same
  /// As many above as below, as many left as right.
  case symmetric(Extent2D)
  case explicit(top: Int, bottom: Int, left: Int, right: Int)

  public init(integerLiteral both: Int) { self = .symmetric(Extent2D(both)) }
}

/// The sizes of a two-dimensional convolution (the field's name for a correlation) of images [N, C, H, W] with filters
/// [O, C / groups, KH, KW] to [N, O, OH, OW].
///
/// OH = (H + top + bottom - dilation * (KH - 1) - 1) / stride + 1, and OW likewise. Group g of the output channels sees group g of the
/// input channels.
public struct Convolution2D: Sendable, Hashable {
  public let batch: Int, inputChannels: Int, input: Extent2D
  public let outputChannels: Int, kernel: Extent2D, output: Extent2D
  public let stride: Extent2D, dilation: Extent2D, groups: Int
  public let paddingTop: Int, paddingLeft: Int

  /// Traps where the shapes do not fit each other or leave no output.
  public init(
    input: Shape, weights: Shape, stride: Extent2D = 1, padding: Padding2D = .valid, dilation: Extent2D = 1, groups: Int = 1
  ) {
    precondition(
      input.rank == 4 && weights.rank == 4, "conv2d takes images [N, C, H, W] and filters [O, C/groups, KH, KW], not \(input) and \(weights)")
    precondition(
      groups > 0 && input[1] == weights[1] * groups && weights[0] % groups == 0,
      "filters \(weights) do not fit images \(input) in \(groups) group(s)")
    precondition(
      stride.height > 0 && stride.width > 0 && dilation.height > 0 && dilation.width > 0,
      "stride \(stride) and dilation \(dilation) must be positive")
    batch = input[0]
    inputChannels = input[1]
    self.input = Extent2D(height: input[2], width: input[3])
    outputChannels = weights[0]
    kernel = Extent2D(height: weights[2], width: weights[3])
    self.stride = stride
    self.dilation = dilation
    self.groups = groups
    let rows = Self.axis(padding, isHeight: true, extent: input[2], kernel: weights[2], stride.height, dilation.height)
    let columns = Self.axis(padding, isHeight: false, extent: input[3], kernel: weights[3], stride.width, dilation.width)
    precondition(
      rows.output > 0 && columns.output > 0, "filters \(weights) with dilation \(dilation) do not fit into images \(input)")
    paddingTop = rows.before
    paddingLeft = columns.before
    output = Extent2D(height: rows.output, width: columns.output)
  }

  private static func axis(
    _ padding: Padding2D, isHeight: Bool, extent: Int, kernel: Int, _ stride: Int, _ dilation: Int
  ) -> (before: Int, output: Int) {
    let reach = dilation * (kernel - 1) + 1
    let around: (before: Int, after: Int)
    switch padding {
    case .valid: around = (0, 0)
    case .same:
      let missing = max(((extent + stride - 1) / stride - 1) * stride + reach - extent, 0)
      around = (missing / 2, missing - missing / 2)
    case .symmetric(let both): around = isHeight ? (both.height, both.height) : (both.width, both.width)
    case .explicit(let top, let bottom, let left, let right): around = isHeight ? (top, bottom) : (left, right)
    }
    precondition(around.before >= 0 && around.after >= 0 && kernel > 0, "padding \(padding) or kernel extent \(kernel) is out of range")
    let room = extent + around.before + around.after - reach
    return (around.before, room < 0 ? 0 : room / stride + 1)
  }

  public var inputShape: Shape { [batch, inputChannels, input.height, input.width] }
  public var weightShape: Shape { [outputChannels, inputChannels / groups, kernel.height, kernel.width] }
  public var outputShape: Shape { [batch, outputChannels, output.height, output.width] }

  var inputPlane: Int { input.height * input.width }
  var outputPlane: Int { output.height * output.width }
  var groupInputs: Int { inputChannels / groups }
  var groupOutputs: Int { outputChannels / groups }
  var kernelCount: Int { kernel.height * kernel.width }
  /// Weights of one filter.
  var depth: Int { groupInputs * kernelCount }
}
