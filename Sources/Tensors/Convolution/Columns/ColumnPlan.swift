/// What the passes by im2col and GEMM share. A block of outputs, some rows of one image or several small images whole, has
///   a matrix of columns [C / groups * KH * KW, pixels] with the inputs that each output sees, and
///   a matrix of outputs [O / groups, pixels],
/// and every pass is a product of two of: columns, outputs, filters [O / groups, C / groups * KH * KW].
struct ColumnPlan<Scalar: FloatingScalar>: Sendable {
  let c: Convolution2D
  let blocks: ImageBlocks
  /// Whether the columns are the image itself: 1x1 filters, no stride, no padding.
  let isPointwise: Bool

  /// Bytes for a matrix of columns, which should stay in the second-level cache. Fewer pixels than `fewestPixels` make poor products;
  /// from twice as many on, images are not worth copying together.
  private static var budget: Int { 512 << 10 }
  private static var fewestPixels: Int { 128 }

  init(_ c: Convolution2D) {
    self.c = c
    isPointwise = c.kernel == 1 && c.stride == 1 && c.paddingTop == 0 && c.paddingLeft == 0 && c.input == c.output
    blocks = ImageBlocks(
      batch: c.batch, rows: c.output.height, columns: c.output.width,
      elements: max(Self.fewestPixels, Self.budget / (max(c.depth, c.groupOutputs) * MemoryLayout<Scalar>.stride)),
      combined: 2 * Self.fewestPixels)
  }

  typealias Block = (images: Range<Int>, rows: Range<Int>)

  /// Whether the matrices of a block are parts of the tensors. Those of several images are copied together.
  private var isOneImage: Bool { blocks.imagesPerBlock == 1 }
  func pixels(_ block: Block) -> Int { block.images.count * pixelsPerImage(block) }
  private func pixelsPerImage(_ block: Block) -> Int { block.rows.count * c.output.width }
  /// Whether the columns need memory.
  var usesColumns: Bool { !(isPointwise && isOneImage) }

  var columnCount: Int { usesColumns ? roundedToLines(c.depth * blocks.capacity) : 0 }
  var outputCount: Int { isOneImage ? 0 : roundedToLines(c.groupOutputs * blocks.capacity) }

  private func input(_ image: Int, _ group: Int) -> Int {
    (image * c.inputChannels + group * c.groupInputs) * c.inputPlane
  }
  private func output(_ image: Int, _ group: Int) -> Int {
    (image * c.outputChannels + group * c.groupOutputs) * c.outputPlane
  }

  /// The columns of a block, in `memory` or where they are.
  func columns(
    _ block: Block, _ group: Int, of input: UnsafePointer<Scalar>, memory: UnsafeMutablePointer<Scalar>
  ) -> (pointer: UnsafePointer<Scalar>, row: Int) {
    let first = block.rows.lowerBound * c.output.width
    guard usesColumns else { return (input + self.input(block.images.lowerBound, group) + first, c.inputPlane) }
    let row = pixels(block)
    for (index, image) in block.images.enumerated() {
      Scalar.gatherPixels(
        ColumnShape(convolution: c, channels: c.groupInputs, rows: block.rows), input + self.input(image, group),
        into: memory + index * pixelsPerImage(block), row: row)
    }
    return (UnsafePointer(memory), row)
  }

  /// Calls `body` with the matrix where the rows of a block's columns that belong to `channels` of the group are to be computed, and adds them
  /// to the pixels that they came from; where the pixels themselves are the matrix, to what is there only if `accumulate`. `body` gets the
  /// factor of what is in the matrix already.
  func addColumns(
    _ block: Block, _ group: Int, channels: Range<Int>, to input: UnsafeMutablePointer<Scalar>, accumulate: Bool,
    memory: UnsafeMutablePointer<Scalar>, _ body: (UnsafeMutablePointer<Scalar>, _ row: Int, _ beta: Scalar) -> Void
  ) {
    let input = input + channels.lowerBound * c.inputPlane
    guard usesColumns else {
      let first = self.input(block.images.lowerBound, group) + block.rows.lowerBound * c.output.width
      return body(input + first, c.inputPlane, accumulate ? 1 : 0)
    }
    body(memory, pixels(block), 0)
    for (index, image) in block.images.enumerated() {
      Scalar.addPixels(
        ColumnShape(convolution: c, channels: channels.count, rows: block.rows), memory + index * pixelsPerImage(block),
        row: pixels(block), to: input + self.input(image, group))
    }
  }

  /// The outputs of a block, in `memory` or where they are.
  func outputs(
    _ block: Block, _ group: Int, of output: UnsafePointer<Scalar>, memory: UnsafeMutablePointer<Scalar>
  ) -> (pointer: UnsafePointer<Scalar>, row: Int) {
    let first = block.rows.lowerBound * c.output.width
    guard !isOneImage else { return (output + self.output(block.images.lowerBound, group) + first, c.outputPlane) }
    let count = pixelsPerImage(block)
    for (index, image) in block.images.enumerated() {
      let from = output + self.output(image, group) + first
      for channel in 0..<c.groupOutputs {
        (memory + channel * pixels(block) + index * count).update(from: from + channel * c.outputPlane, count: count)
      }
    }
    return (UnsafePointer(memory), pixels(block))
  }

  /// Calls `body` with the matrix where a block's outputs are to be computed, and puts them where they belong: with a bias, or added to
  /// what is there if `accumulate`. `body` gets the factor of what is in the matrix already.
  func writeOutputs(
    _ block: Block, _ group: Int, bias: UnsafePointer<Scalar>?, to output: UnsafeMutablePointer<Scalar>, accumulate: Bool,
    memory: UnsafeMutablePointer<Scalar>, _ body: (UnsafeMutablePointer<Scalar>, _ row: Int, _ beta: Scalar) -> Void
  ) {
    let first = block.rows.lowerBound * c.output.width
    let count = pixelsPerImage(block)
    let bias = bias.map { $0 + group * c.groupOutputs }
    if isOneImage {
      let target = output + self.output(block.images.lowerBound, group) + first
      if let bias, !accumulate {
        for channel in 0..<c.groupOutputs { (target + channel * c.outputPlane).update(repeating: bias[channel], count: count) }
      }
      return body(target, c.outputPlane, accumulate || bias != nil ? 1 : 0)
    }
    for (index, image) in block.images.enumerated() {
      let from = output + self.output(image, group) + first
      for channel in 0..<c.groupOutputs {
        let place = memory + channel * pixels(block) + index * count
        if accumulate {
          place.update(from: from + channel * c.outputPlane, count: count)
        } else {
          place.update(repeating: bias?[channel] ?? 0, count: count)
        }
      }
    }
    body(memory, pixels(block), 1)
    for (index, image) in block.images.enumerated() {
      let to = output + self.output(image, group) + first
      for channel in 0..<c.groupOutputs {
        (to + channel * c.outputPlane).update(from: memory + channel * pixels(block) + index * count, count: count)
      }
    }
  }
}
