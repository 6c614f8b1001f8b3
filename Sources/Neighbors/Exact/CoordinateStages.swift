/// The coordinates of points, those with the largest spread first, and after how many of them to stop and compare.
///
/// What a pair is apart over a few coordinates it is apart over all at least. Where the first ones hold most of the spread, as with
/// principal components, most tiles of pairs are too far from one another already there.
struct CoordinateStages {
  let order: [Int32]
  /// The last one is the number of coordinates.
  let ends: [Int32]

  /// All coordinates as they are, in one stage.
  init(one dimensions: Int) {
    order = Array(0..<Int32(dimensions))
    ends = [Int32(dimensions)]
  }

  /// By the spread over an even sample. O(dimensions).
  init(_ points: PointSet) {
    let spreads = Self.spreads(points)
    let sorted = spreads.indices.sorted { (spreads[$0], $1) > (spreads[$1], $0) }
    let total = spreads.reduce(0, +)
    var ends: [Int] = []
    var sum = 0.0
    for (number, k) in sorted.enumerated() {
      sum += spreads[k]
      guard ends.count < Self.shares.count, number + 1 >= (ends.last ?? 0) + Self.shortest else { continue }
      if sum >= Self.shares[ends.count] * total { ends.append(number + 1) }
    }
    // What comes late leaves too little to be saved.
    ends.removeAll { Double($0) > Self.latest * Double(points.dimensions) }
    order = sorted.map(Int32.init)
    self.ends = (ends + [points.dimensions]).map(Int32.init)
  }

  private static func spreads(_ points: PointSet) -> [Double] {
    let step = max(1, points.count / sampleCount)
    let rows = stride(from: 0, to: points.count, by: step).map { points.row($0) }
    return (0..<points.dimensions).map { k in
      let mean = rows.reduce(0) { $0 + Double($1[k]) } / Double(max(rows.count, 1))
      return rows.reduce(0) { $0 + (Double($1[k]) - mean) * (Double($1[k]) - mean) }
    }
  }

  private static let sampleCount = 2_000
  /// Of the spread, what the coordinates up to the end of a stage must hold: tried on principal components of images.
  private static let shares = [0.78, 0.89]
  /// Comparing costs as much as three coordinates.
  private static let shortest = 8
  private static let latest = 0.65
}
