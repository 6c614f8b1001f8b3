/// Filters as the forward kernel reads them: blocks of a few filters side by side, weight by weight, the last block filled up with zeros.
struct PackedFilters<Scalar: FloatingScalar>: Sendable {
  let filters: Int
  /// Weights of a filter: for each of `channels` channels those at `kernelPositions`.
  let channels: Int
  let kernelPositions: [Int]
  /// Steps in the tensor of weights.
  let filterStride: Int, channelStride: Int
  /// Filters in a block.
  let width: Int

  init(
    filters: Int, channels: Int, kernelPositions: [Int], filterStride: Int, channelStride: Int, instructionSet: InstructionSet
  ) {
    self.filters = filters
    self.channels = channels
    self.kernelPositions = kernelPositions
    self.filterStride = filterStride
    self.channelStride = channelStride
    width = filters == 1 ? 1 : instructionSet.convolutionBlock
  }

  private var depth: Int { channels * kernelPositions.count }
  var blockCount: Int { (filters + width - 1) / width }
  var blockExtent: Int { depth * width }
  var extent: Int { blockCount * blockExtent }

  func filters(ofBlock block: Int) -> Int { min(width, filters - block * width) }

  func pack(block: Int, from weights: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>) {
    let own = filters(ofBlock: block)
    let first = weights + block * width * filterStride
    var to = target
    for channel in 0..<channels {
      for position in kernelPositions {
        let from = first + channel * channelStride + position
        for filter in 0..<own { to[filter] = from[filter * filterStride] }
        for filter in own..<width { to[filter] = 0 }
        to += width
      }
    }
  }
}
