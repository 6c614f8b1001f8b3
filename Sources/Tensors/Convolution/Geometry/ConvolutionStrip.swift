internal import CKernels

/// Some rows of the output of a convolution as the vectors that the kernels compute.
///
/// Neighbouring outputs are neighbours in the padded source, whose rows are longer than those of the output. So vectors either start
/// anew in every row, the last one of a row partly unused, or run on through the rows and drop what lies between them: whichever takes
/// fewer.
public final class ConvolutionStrip: @unchecked Sendable {
  private let instructionSet: InstructionSet
  private let step: Int
  private let sources: UnsafeMutableBufferPointer<Int32>
  private let firstSegments: UnsafeMutableBufferPointer<Int32>
  private let segments: UnsafeMutableBufferPointer<fathom_segment>

  /// How many vectors there are.
  var vectorCount: Int { sources.count }

  /// One past the largest scalar of the source that a tap at offset 0 reads.
  let sourceExtent: Int

  /// Outputs (row, column) of `rows` x `columns`, which stand at `row * pitch + column` of the source and at
  /// `place + row * rowStep + column * step` of each output channel.
  init(
    rows: Range<Int>, columns: Range<Int>, pitch: Int, place: Int, rowStep: Int, step: Int, lanes: Int,
    instructionSet: InstructionSet
  ) {
    var sources: [Int32] = []
    var firstSegments: [Int32] = []
    var segments: [fathom_segment] = []
    func appendSegment(_ row: Int, _ columns: Range<Int>, lane: Int) {
      segments.append(
        fathom_segment(
          place: Int32(place + row * rowStep + columns.lowerBound * step), lane: Int32(lane), count: Int32(columns.count)))
    }
    let empty = rows.isEmpty || columns.isEmpty
    let run = empty ? 0 : (rows.count - 1) * pitch + columns.count
    let vectorsPerRow = (columns.count + lanes - 1) / lanes
    if empty {
    } else if rows.count * vectorsPerRow <= (run + lanes - 1) / lanes {
      for row in rows {
        for start in stride(from: columns.lowerBound, to: columns.upperBound, by: lanes) {
          sources.append(Int32(row * pitch + start))
          firstSegments.append(Int32(segments.count))
          appendSegment(row, start..<min(start + lanes, columns.upperBound), lane: 0)
        }
      }
    } else {
      let first = rows.lowerBound * pitch + columns.lowerBound
      for start in stride(from: first, to: first + run, by: lanes) {
        let firstSegment = segments.count
        for row in ((start - columns.lowerBound) / pitch)...((start + lanes - 1 - columns.lowerBound) / pitch)
        where rows.contains(row) {
          let from = max(start - row * pitch, columns.lowerBound)
          let to = min(start + lanes - row * pitch, columns.upperBound)
          if from < to { appendSegment(row, from..<to, lane: row * pitch + from - start) }
        }
        // Where rows are far apart, a vector may lie wholly between two.
        guard segments.count > firstSegment else { continue }
        sources.append(Int32(start))
        firstSegments.append(Int32(firstSegment))
      }
    }
    firstSegments.append(Int32(segments.count))
    self.instructionSet = instructionSet
    self.step = step
    self.sources = Self.keep(sources)
    self.firstSegments = Self.keep(firstSegments)
    self.segments = Self.keep(segments)
    sourceExtent = (sources.max().map(Int.init) ?? 0) + lanes
  }

  deinit {
    sources.deallocate()
    firstSegments.deallocate()
    segments.deallocate()
  }

  private static func keep<Element>(_ array: [Element]) -> UnsafeMutableBufferPointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
    _ = memory.initialize(from: array)
    return memory
  }

  func withKernelStrip(_ body: (fathom_isa, UnsafePointer<fathom_strip>) -> Void) {
    var strip = fathom_strip(
      vectors: Int32(sources.count), sources: sources.baseAddress, first_segment: firstSegments.baseAddress,
      segments: segments.baseAddress, step: Int32(step))
    body(instructionSet.kernelLevel, &strip)
  }
}

extension InstructionSet {
  var kernelLevel: fathom_isa { fathom_isa(UInt32(rawValue)) }

  /// Scalars in a vector of the convolution kernels.
  func convolutionLanes<Scalar>(_ scalar: Scalar.Type) -> Int {
    Int(fathom_convolution_lanes(kernelLevel, MemoryLayout<Scalar>.size))
  }

  /// Filters that the forward kernel takes side by side.
  var convolutionBlock: Int { Int(fathom_convolution_block(kernelLevel)) }
}
