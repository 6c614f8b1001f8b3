internal import CKernels
internal import Tensors

/// Repulsion by a tree of cells: one that is farther than its side / θ acts as one body at its centre of mass.
///
/// Points that coincide count as often as they are there, so that duplicates push and are pushed like all others.
final class BarnesHutRepulsion: Repulsion {
  let dimensions: Int
  let theta: Float
  let degreesOfFreedom: Float
  let instructionSet: InstructionSet

  private var order: MortonOrder?
  private var cells = AlignedBuffer<fathom_cell>(count: 0)
  private var sortedPoints = AlignedBuffer<Float>(count: 0)
  private var sortedForces = AlignedBuffer<Float>(count: 0)
  private static let grain = 64 * Int(FATHOM_TREE_GROUP)

  init(dimensions: Int, theta: Float = 0.5, degreesOfFreedom: Float = 1, instructionSet: InstructionSet = .current) {
    precondition((1...3).contains(dimensions), "a Barnes-Hut tree has 1 to 3 dimensions, not \(dimensions)")
    self.dimensions = dimensions
    self.theta = theta
    self.degreesOfFreedom = degreesOfFreedom
    self.instructionSet = instructionSet
  }

  func evaluate(points: UnsafePointer<Float>, count: Int, box: BoundingBox, forces: UnsafeMutablePointer<Float>) -> Double {
    guard count > 0 else { return 0 }
    let order = memory(count: count)
    let unit = order.sort(points: points, stride: dimensions, box: box)
    let (dimensions, theta, degreesOfFreedom, isa) = (dimensions, theta, degreesOfFreedom, instructionSet.kernels)
    nonisolated(unsafe) let (points, forces) = (points, forces)
    let (sortedPoints, sortedForces, cells) = (sortedPoints, sortedForces, cells)
    Parallel.forEachRange(of: count, grain: 8_192) { _, range in
      for place in range {
        let source = Int(order.indices[place]) * dimensions
        for d in 0..<dimensions { sortedPoints[place * dimensions + d] = points[source + d] }
      }
    }
    let cellCount = fathom_tree_build(order.keys.pointer, sortedPoints.pointer, count, dimensions, unit, cells.pointer)
    let sums = Parallel.mapRanges(of: count, grain: Self.grain) { range in
      let sum = fathom_tree_forces(
        isa, cells.pointer, cellCount, sortedPoints.pointer, dimensions, degreesOfFreedom, theta, range.lowerBound,
        range.upperBound, sortedForces.pointer)
      for place in range {
        let target = Int(order.indices[place]) * dimensions
        for d in 0..<dimensions { forces[target + d] = sortedForces[place * dimensions + d] }
      }
      return sum
    }
    return sums.reduce(0, +) - Double(count)
  }

  private func memory(count: Int) -> MortonOrder {
    if let order, order.count == count { return order }
    let order = MortonOrder(count: count, dimensions: dimensions)
    self.order = order
    cells = AlignedBuffer(count: 2 * count)
    sortedPoints = AlignedBuffer(count: count * dimensions)
    sortedForces = AlignedBuffer(count: count * dimensions)
    return order
  }
}
