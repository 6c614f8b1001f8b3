internal import CKernels
internal import Tensors

/// Repulsion between all pairs of points, in any dimension up to 64.
final class ExactRepulsion: Repulsion {
  let dimensions: Int
  let degreesOfFreedom: Float
  let instructionSet: InstructionSet

  static let maximumDimensions = Int(FATHOM_REPULSION_MAX_DIMENSIONS)
  private static let grain = 128

  init(dimensions: Int, degreesOfFreedom: Float = 1, instructionSet: InstructionSet = .current) {
    precondition(dimensions <= Self.maximumDimensions, "\(dimensions) dimensions, and \(Self.maximumDimensions) is the most")
    self.dimensions = dimensions
    self.degreesOfFreedom = degreesOfFreedom
    self.instructionSet = instructionSet
  }

  func evaluate(points: UnsafePointer<Float>, count: Int, box: BoundingBox, forces: UnsafeMutablePointer<Float>) -> Double {
    let isa = instructionSet.kernels
    let isPlanar = dimensions == 2 && degreesOfFreedom == 1
    nonisolated(unsafe) let (points, forces) = (points, forces)
    let sums = Parallel.mapRanges(of: count, grain: Self.grain) { rows in
      isPlanar
        ? fathom_repulsion_planar(isa, points, count, rows.lowerBound, rows.upperBound, forces)
        : fathom_repulsion_general(
          isa, points, count, dimensions, degreesOfFreedom, rows.lowerBound, rows.upperBound, forces)
    }
    return sums.reduce(0, +) - Double(count)
  }
}
