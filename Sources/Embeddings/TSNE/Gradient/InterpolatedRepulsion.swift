/// Repulsion by interpolation on a grid, as the optimisation asks for it.
final class InterpolatedRepulsion: Repulsion {
  private let grid: GridRepulsion

  init(dimensions: Int, degreesOfFreedom: Float = 1) {
    grid = GridRepulsion(dimensions: dimensions, degreesOfFreedom: degreesOfFreedom)
  }

  /// The grid's spacing, columns and rows, once there is one.
  var memory: [Float] {
    get { grid.size.map { [$0.spacing, Float($0.columns), Float($0.rows)] } ?? [0] }
    set {
      guard newValue.count == 3 else { return }
      grid.size = GridSize(spacing: newValue[0], columns: Int(newValue[1]), rows: Int(newValue[2]))
    }
  }

  func evaluate(points: UnsafePointer<Float>, count: Int, box: BoundingBox, forces: UnsafeMutablePointer<Float>) -> Double {
    func corner(_ coordinates: [Float]) -> SIMD2<Float> { SIMD2(coordinates[0], coordinates.count > 1 ? coordinates[1] : 0) }
    return grid.evaluate(points: points, count: count, lower: corner(box.lower), upper: corner(box.upper), forces: forces)
  }
}
