internal import CKernels
public import Tensors

/// The repulsive part of t-SNE's gradient for many points, by interpolation on a grid.
///
/// With w(r) = (1 + r²/a)^-a for a degrees of freedom, the force on a point is the sum over the others of w^((a+1)/a) (y_i - y_j), which is
/// minus half the gradient of the potential, the sum of w; and the potentials' sum is the normalisation Z. So one charge per point, one
/// kernel and one convolution give everything: charges are spread on a grid by B-splines of order 5, convolved by a real Fourier
/// transform, and potential and gradient are read back through the same splines.
///
/// Complexity: O(N + M log M) for M nodes, at 3 to 6 per unit of length on small maps and 2 on those more than 100 wide. There the median
/// relative error of a force is about 1.5e-2, below about 2e-3; Z is good to 1e-5. The result does not depend on the number of threads, and
/// no memory is allocated once the map stops growing. Points should come in an order that keeps neighbours together.
public final class GridRepulsion {
  public let dimensions: Int
  public let degreesOfFreedom: Float
  public let instructionSet: InstructionSet

  private let convolution: GridConvolution
  private let tiles = ChargeTiles()
  private var ownShare = fathom_grid_self()
  private let totals = GridBuffer<Double>(capacity: 64)
  // Maps on a line, lifted to the plane.
  private let plane = GridBuffer<Float>()
  private let planeForces = GridBuffer<Float>()

  /// `dimensions`: 1 or 2, of the map.
  public init(dimensions: Int, degreesOfFreedom: Float = 1, instructionSet: InstructionSet = .current) {
    precondition(dimensions == 1 || dimensions == 2, "a grid is for maps of 1 or 2 dimensions, not \(dimensions)")
    precondition(degreesOfFreedom > 0, "degrees of freedom must be positive, not \(degreesOfFreedom)")
    self.dimensions = dimensions
    self.degreesOfFreedom = degreesOfFreedom
    self.instructionSet = instructionSet
    convolution = GridConvolution(instructionSet: instructionSet)
  }

  private var isa: fathom_isa { fathom_isa(UInt32(instructionSet.rawValue)) }

  /// Writes every point's force, not yet divided by Z, and returns Z, the sum of w over all ordered pairs of different points.
  ///
  /// - Parameters:
  ///   - points: [count, dimensions], interleaved.
  ///   - lower, upper: the points' bounding box (the second component is not used on a line). Points outside get wrong forces.
  ///   - forces: [count, dimensions].
  /// - Returns: NaN, and no forces, when the box is not finite.
  public func evaluate(
    points: UnsafePointer<Float>, count: Int, lower: SIMD2<Float>, upper: SIMD2<Float>, forces: UnsafeMutablePointer<Float>
  ) -> Double {
    if dimensions == 2 { return evaluateInPlane(points, count, lower, upper, forces) }
    plane.reserve(2 * count)
    planeForces.reserve(2 * count)
    for i in 0..<count { (plane.pointer[2 * i], plane.pointer[2 * i + 1]) = (points[i], 0) }
    let z = evaluateInPlane(plane.pointer, count, SIMD2(lower.x, 0), SIMD2(upper.x, 0), planeForces.pointer)
    for i in 0..<count { forces[i] = planeForces.pointer[2 * i] }
    return z
  }

  /// About the memory that repulsion takes for a map of `count` points: for one `span` wide in all directions, else for a large one.
  public static func bytesNeeded(count: Int, dimensions: Int, span: Float? = nil) -> Int {
    // MNIST's 70,000 points end 200 wide, which is 0.75 by the root of their number.
    let span = span ?? Float(count).squareRoot()
    let size = GridSize.suiting(SIMD2(span, dimensions == 2 ? span : 0), degreesOfFreedom: 1, current: nil)
    let floats =
      GridConvolution.floatsNeeded(size) + ChargeTiles.maximumFloats(nodes: size.columns * size.rows)
      + (dimensions == 1 ? 4 * count : 0)
    return floats * MemoryLayout<Float>.stride
  }

  private func evaluateInPlane(
    _ points: UnsafePointer<Float>, _ count: Int, _ lower: SIMD2<Float>, _ upper: SIMD2<Float>, _ forces: UnsafeMutablePointer<Float>
  ) -> Double {
    let extent = upper - lower
    guard count > 1, extent.x.isFinite, extent.y.isFinite else {
      forces.update(repeating: 0, count: 2 * count)
      return count > 1 ? .nan : 0
    }
    let size = grid(for: extent)
    let columns = GridSize.nodes(over: extent.x, spacing: size.spacing)
    let rows = GridSize.nodes(over: extent.y, spacing: size.spacing)
    // The box's centre lies in the middle of a cell, where a charge's force on itself vanishes: a map that is one small heap has no other.
    let cells = ((extent / size.spacing + 1) / 2).rounded(.down) * 2 + 1
    let origin = (lower + extent / 2) - (cells / 2) * size.spacing
    let frame = fathom_grid_frame(
      origin_x: origin.x, origin_y: origin.y, inverse_spacing: 1 / size.spacing,
      last_column: Int32(columns - Self.reach), last_row: Int32(rows - Self.reach))
    let charges = tiles.spread(points, count: count, frame: frame, nodes: columns * rows, instructionSet: isa)
    convolution.run(charges, columns: columns, rows: rows)
    return read(points, count, frame, forces)
  }

  /// From a point's cell to one past the last node read.
  private static let reach = Int(FATHOM_GRID_ORDER + FATHOM_GRID_SLACK)

  private func read(
    _ points: UnsafePointer<Float>, _ count: Int, _ frame: fathom_grid_frame, _ forces: UnsafeMutablePointer<Float>
  ) -> Double {
    let grain = ChargeTiles.grain(of: count)
    Parallel.forEachRange(of: count, grain: grain) { run, range in
      let start = 2 * range.lowerBound
      withUnsafePointer(to: frame) { frame in
        withUnsafePointer(to: ownShare) { ownShare in
          totals.pointer[run] = fathom_grid_read(
            isa, frame, ownShare, points + start, range.count, convolution.potential.pointer, convolution.stride, forces + start)
        }
      }
    }
    return (0..<Parallel.chunkCount(of: count, grain: grain)).reduce(0.0) { $0 + totals.pointer[$1] }
  }

  /// The grid for a map of this extent: the one in use, or a new one.
  private func grid(for extent: SIMD2<Float>) -> GridSize {
    let size = GridSize.suiting(extent, degreesOfFreedom: degreesOfFreedom, current: convolution.size)
    guard size != convolution.size else { return size }
    prepare(size)
    return size
  }

  /// The grid in use, on which the choice of the next one depends. Set to one that was read before, everything goes on as it would have.
  var size: GridSize? {
    get { convolution.size }
    set { if let newValue, newValue != convolution.size { prepare(newValue) } }
  }

  private func prepare(_ size: GridSize) {
    convolution.prepare(size, kernel: GridKernel(degreesOfFreedom: Double(degreesOfFreedom)))
    // As far as single precision tells, this depends on the spacing alone; but a restored grid shall be the same to the last bit.
    ownShare = measureOwnShare(size)
  }

  private func measureOwnShare(_ size: GridSize) -> fathom_grid_self {
    let reach = Int(FATHOM_GRID_ORDER) - 1
    let side = 2 * reach + 1
    let charge = GridBuffer<Float>(capacity: 16 * 16)
    charge.pointer[reach * 16 + reach] = 1
    let tile = fathom_grid_tile(values: charge.pointer, first_column: 0, first_row: 0, stride: 16, rows: Int32(side))
    withUnsafePointer(to: tile) { convolution.run(UnsafeBufferPointer(start: $0, count: 1), columns: side, rows: side) }
    return SelfInteraction.harmonics(spacing: Double(size.spacing)) { dx, dy in
      Double(convolution.potential.pointer[(reach + dy) * convolution.stride + reach + dx])
    }
  }
}
