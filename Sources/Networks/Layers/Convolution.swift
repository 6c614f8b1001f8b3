public import Tensors

/// Convolution (in the field's sense: correlation) of images [n, in, height, width] with filters. Parameters `weight`
/// [out, in / groups, kernel height, kernel width] and `bias` [out].
public struct Conv2d: Layer {
  public var inputChannels: Int
  public var outputChannels: Int
  public var kernelSize: Extent2D
  public var stride: Extent2D
  public var padding: Padding2D
  public var dilation: Extent2D
  public var groups: Int
  public var hasBias: Bool
  public var weightInitializer: Initializer
  public var biasInitializer: Initializer

  /// Both initialisers default to PyTorch's: uniform within ±1/sqrt(in / groups * kernel height * kernel width).
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernelSize: Extent2D, stride: Extent2D = 1, padding: Padding2D = .valid,
    dilation: Extent2D = 1, groups: Int = 1, bias: Bool = true, weightInitializer: Initializer? = nil,
    biasInitializer: Initializer? = nil
  ) {
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    hasBias = bias
    let fanIn = inputChannels / Swift.max(groups, 1) * kernelSize.height * kernelSize.width
    self.weightInitializer = weightInitializer ?? .uniformByFanIn(fanIn)
    self.biasInitializer = biasInitializer ?? .uniformByFanIn(fanIn)
  }

  public var kindName: String { "conv2d" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    guard groups > 0, inputChannels % groups == 0, outputChannels % groups == 0 else {
      throw .shapes(
        layer: scope.node(kindName), kind: "Conv2d",
        reason: "\(inputChannels) input and \(outputChannels) output channels do not make \(groups) group(s)")
    }
    var inputs = [input]
    let shape: Shape = [outputChannels, inputChannels / groups, kernelSize.height, kernelSize.width]
    inputs.append(try graph.addParameter(scope.parameter("weight"), Parameter(shape: shape, initializer: weightInitializer)))
    if hasBias {
      inputs.append(try graph.addParameter(scope.parameter("bias"), Parameter(shape: [outputChannels], initializer: biasInitializer)))
    }
    let operation = ConvolutionOperation(stride: stride, padding: padding, dilation: dilation, groups: groups)
    return try graph.add(operation, name: scope.node(kindName), inputs: inputs)
  }
}
