/// A correlation cut into strips: what the forward pass and both gradients share.
struct CorrelationPlan<Scalar: FloatingScalar>: Sendable {
  /// Outputs that are computed with the same taps: all of them in a forward pass; in the gradient of the input, those whose
  /// position has the same remainder by the stride.
  struct Grid: Sendable {
    /// For each filter weight, where its scalar stands in the source.
    var taps: [Int32]
    /// Which weights of a filter [channels, KH, KW] these are: (row, column) of the kernel, for each channel in turn.
    var kernelPositions: [Int]
    /// The outputs of each strip.
    var strips: [ConvolutionStrip]
  }

  let source: PaddedSource
  let grids: [Grid]
  let stripCount: Int
  let instructionSet: InstructionSet
  /// Scalars of a strip's source, zeros after it included.
  let sourceCount: Int
  private let slack: Int

  /// Memory that a strip may take, in bytes: the source, which all filters read, should stay in the second-level cache.
  static var forwardBudget: Int { 256 << 10 }
  static var weightBudget: Int { 1 << 20 }

  private init(
    source: PaddedSource, stripCount: Int, instructionSet: InstructionSet,
    grids: [(taps: [Int32], kernelPositions: [Int], strip: (Int) -> ConvolutionStrip)]
  ) {
    self.source = source
    self.stripCount = stripCount
    self.instructionSet = instructionSet
    self.grids = grids.map { grid in
      Grid(taps: grid.taps, kernelPositions: grid.kernelPositions, strips: (0..<stripCount).map(grid.strip))
    }
    let reach = self.grids.map { grid in Int(grid.taps.max() ?? 0) + (grid.strips.map(\.sourceExtent).max() ?? 0) }
    slack = max(0, (reach.max() ?? 0) - source.extent)
    sourceCount = source.extent + slack
  }

  func fillSource(_ target: UnsafeMutablePointer<Scalar>, from image: UnsafePointer<Scalar>, strip: Int) {
    source.fill(target, from: image, firstRow: strip * source.stripRows, slack: slack)
  }

  /// How many of `rows` rows a strip gets: as many as the budget holds, fewer where there would be too few strips to share out.
  private static func stripRows(of rows: Int, scalarsPerRow: Int, budget: Int, images: Int) -> Int {
    let fitting = budget / (scalarsPerRow * MemoryLayout<Scalar>.stride)
    let wantedStrips = (16 + images - 1) / Swift.max(images, 1)
    return Swift.max(1, Swift.min(fitting, (rows + wantedStrips - 1) / wantedStrips))
  }
}

extension CorrelationPlan {
  /// Reads the input; the outputs are those of the convolution. `gatheredChannels`: output channels that a strip holds besides its source.
  static func forward(
    _ c: Convolution2D, budget: Int, gatheredChannels: Int = 0, instructionSet: InstructionSet
  ) -> CorrelationPlan {
    let columnReach = c.dilation.width * (c.kernel.width - 1) / c.stride.width
    let columns = c.output.width + columnReach
    let perRow = c.groupInputs * c.stride.height * c.stride.width * columns + gatheredChannels * columns
    let stripRows = stripRows(of: c.output.height, scalarsPerRow: perRow, budget: budget, images: c.batch * c.groups)
    let source = PaddedSource(
      channels: c.groupInputs, image: c.input, phases: c.stride, paddingTop: c.paddingTop, paddingLeft: c.paddingLeft,
      stripRows: stripRows, rowReach: c.dilation.height * (c.kernel.height - 1) / c.stride.height, columns: columns)
    var taps: [Int32] = []
    for channel in 0..<c.groupInputs {
      for row in 0..<c.kernel.height {
        let (down, rowPhase) = (row * c.dilation.height).quotientAndRemainder(dividingBy: c.stride.height)
        for column in 0..<c.kernel.width {
          let (right, columnPhase) = (column * c.dilation.width).quotientAndRemainder(dividingBy: c.stride.width)
          taps.append(source.offset(channel: channel, rowPhase: rowPhase, columnPhase: columnPhase, row: down, column: right))
        }
      }
    }
    let lanes = instructionSet.convolutionLanes(Scalar.self)
    return CorrelationPlan(
      source: source, stripCount: (c.output.height + stripRows - 1) / stripRows, instructionSet: instructionSet,
      grids: [
        (
          taps, Array(0..<c.kernelCount),
          { strip in
            let first = strip * stripRows
            return ConvolutionStrip(
              rows: 0..<Swift.min(stripRows, c.output.height - first), columns: 0..<c.output.width, pitch: columns,
              place: first * c.output.width, rowStep: c.output.width, step: 1, lanes: lanes, instructionSet: instructionSet)
          }
        )
      ])
  }

  /// Reads the gradient of the output; the outputs are the gradient of the input. A position u of the padded input with remainder r
  /// by the stride s gets weight k of output (u - k * dilation) / s, for those k where k * dilation has the same remainder: with
  /// u = s * a + r and k * dilation = s * j + r, of output a - j.
  static func inputGradient(_ c: Convolution2D, instructionSet: InstructionSet) -> CorrelationPlan {
    let rowReach = c.dilation.height * (c.kernel.height - 1) / c.stride.height
    let columnReach = c.dilation.width * (c.kernel.width - 1) / c.stride.width
    func positions(_ remainder: Int, _ padding: Int, _ extent: Int, _ stride: Int) -> Range<Int> {
      let first = Swift.max(0, padding - remainder + stride - 1) / stride
      let last = extent - 1 + padding - remainder
      return first..<Swift.max(first, last < 0 ? 0 : last / stride + 1)
    }
    func rowPositions(_ remainder: Int) -> Range<Int> { positions(remainder, c.paddingTop, c.input.height, c.stride.height) }
    func columnPositions(_ remainder: Int) -> Range<Int> { positions(remainder, c.paddingLeft, c.input.width, c.stride.width) }
    let rows = (0..<c.stride.height).map { rowPositions($0).upperBound }.max() ?? 0
    let columns = ((0..<c.stride.width).map { columnPositions($0).upperBound }.max() ?? 0) + columnReach
    let stripRows = stripRows(
      of: Swift.max(rows, 1), scalarsPerRow: c.groupOutputs * columns, budget: forwardBudget, images: c.batch * c.groups)
    let source = PaddedSource(
      channels: c.groupOutputs, image: c.output, phases: 1, paddingTop: rowReach, paddingLeft: columnReach,
      stripRows: stripRows, rowReach: rowReach, columns: columns)
    let lanes = instructionSet.convolutionLanes(Scalar.self)

    func grid(_ rowRemainder: Int, _ columnRemainder: Int) -> (
      taps: [Int32], kernelPositions: [Int], strip: (Int) -> ConvolutionStrip
    ) {
      var taps: [Int32] = []
      var kernelPositions: [Int] = []
      for channel in 0..<c.groupOutputs {
        for row in 0..<c.kernel.height where row * c.dilation.height % c.stride.height == rowRemainder {
          for column in 0..<c.kernel.width where column * c.dilation.width % c.stride.width == columnRemainder {
            taps.append(
              source.offset(
                channel: channel, rowPhase: 0, columnPhase: 0, row: rowReach - row * c.dilation.height / c.stride.height,
                column: columnReach - column * c.dilation.width / c.stride.width))
            if channel == 0 { kernelPositions.append(row * c.kernel.width + column) }
          }
        }
      }
      return (
        taps, kernelPositions,
        { strip in
          let first = strip * stripRows
          let own = rowPositions(rowRemainder).clamped(to: first..<(first + stripRows))
          let rows = own.isEmpty ? 0..<0 : (own.lowerBound - first)..<(own.upperBound - first)
          let firstPlace =
            (first * c.stride.height + rowRemainder - c.paddingTop) * c.input.width + columnRemainder - c.paddingLeft
          return ConvolutionStrip(
            rows: rows, columns: columnPositions(columnRemainder), pitch: columns, place: firstPlace,
            rowStep: c.stride.height * c.input.width, step: c.stride.width, lanes: lanes, instructionSet: instructionSet)
        }
      )
    }
    return CorrelationPlan(
      source: source, stripCount: Swift.max(1, (rows + stripRows - 1) / stripRows), instructionSet: instructionSet,
      grids: (0..<c.stride.height).flatMap { row in (0..<c.stride.width).map { grid(row, $0) } })
  }
}
