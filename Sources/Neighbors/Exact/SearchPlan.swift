internal import CKernels
internal import Tensors

/// Choosing the order, the kernel and the block size.
extension Search {
  /// A search among one set of points.
  init(points: PointSet, unit: Float, metric: Metric, instructionSet: InstructionSet) {
    let (references, order) = Self.inSpatialOrder(points)
    self.init(
      queries: references, queryOrder: order, references: references, referenceOrder: order, unit: unit, metric: metric,
      instructionSet: instructionSet)
  }

  /// A search of queries in another set of points.
  init(queries: PointSet, references: PointSet, unit: Float, metric: Metric, instructionSet: InstructionSet) {
    let (queries, queryOrder) = Self.inSpatialOrder(queries)
    let (references, referenceOrder) = Self.inSpatialOrder(references)
    self.init(
      queries: queries, queryOrder: queryOrder, references: references, referenceOrder: referenceOrder, unit: unit,
      metric: metric, instructionSet: instructionSet)
  }

  private init(
    queries: PointSet, queryOrder: [Int32], references: PointSet, referenceOrder: [Int32], unit: Float, metric: Metric,
    instructionSet: InstructionSet
  ) {
    let dimensions = references.dimensions
    let isSquared = metric.kernel == FATHOM_NEIGHBOR_SQUARED
    let centre = isSquared ? references.middle() : nil
    let queryHalves = metric.isProduct ? queries.halfNorms(from: centre) : nil
    let referenceHalves = metric.isProduct ? references.halfNorms(from: centre) : nil
    if let queryHalves, let referenceHalves {
      let halves = isSquared ? (queries: queryHalves, references: referenceHalves) : nil
      kernel =
        FusedProducts(
          queries: queries, references: references, centre: centre, isSquared: isSquared, instructionSet: instructionSet)
        ?? ProductTiles(queries: queries, references: references, centre: centre, halves: halves)
    } else {
      kernel = DistanceTiles(metric: metric.kernel, queries: queries, references: references)
    }
    self.queries = queries
    self.references = references
    self.queryOrder = queryOrder
    measure = ExactMeasure(
      metric: metric.kernel, queries: queries.rows.pointer, references: references.rows.pointer,
      queryStride: queries.stride, referenceStride: references.stride, order: Buffer(referenceOrder),
      relativeAllowance: ExactMeasure.relativeAllowance(dimensions: dimensions),
      reach: queryHalves.map { Self.reach($0, references: isSquared ? nil : referenceHalves) })
    block = Self.blockSize(count: max(queries.count, references.count), dimensions: dimensions)
    boxes = isSquared ? (BlockBoxes(queries, block: block), BlockBoxes(references, block: block)) : nil
    isRoot = metric == .euclidean
    self.unit = unit
  }

  /// Points in kd order, with the index of each.
  private static func inSpatialOrder(_ points: PointSet) -> (PointSet, [Int32]) {
    let order = kdOrder(
      points.rows.pointer, count: points.count, dimensions: points.dimensions, stride: points.stride, leaf: tileUnit)
    return (points.gathered(order), order)
  }

  /// What `fathom_neighbor_pool.reach` asks for: a query's norm, or for products the root of half its norm times the largest
  /// norm of a reference.
  private static func reach(_ halves: Buffer<Float>, references: Buffer<Float>?) -> Buffer<Float> {
    let reach = Buffer<Float>(uninitialized: halves.count)
    var largest: Float = 0
    if let references {
      for i in 0..<references.count { largest = max(largest, (2 * references.pointer[i]).squareRoot()) }
    }
    for i in 0..<halves.count {
      let norm = (2 * halves.pointer[i]).squareRoot()
      reach.pointer[i] = references == nil ? norm : (norm * largest / 2).squareRoot()
    }
    return reach
  }

  /// Blocks are multiples of this many points, so that whole tiles of every kernel fit.
  static let blockUnit = 96

  /// Points of one tile, or fewer: those that are compared together should be near one another.
  private static let tileUnit = 32

  /// That many points, rounded up to whole units.
  static func wholeUnits(_ count: Int) -> Int { (count + blockUnit - 1) / blockUnit * blockUnit }

  /// Blocks small enough for the cache, and so many that every thread finds work in each round. In few dimensions most blocks are too
  /// far from one another to be scored at all, so that smaller ones are better.
  private static func blockSize(count: Int, dimensions: Int) -> Int {
    var size = dimensions <= 3 ? 2 * blockUnit : 6 * blockUnit
    while size > blockUnit && count < 16 * size { size = max(size / 2 / blockUnit * blockUnit, blockUnit) }
    return size
  }
}
