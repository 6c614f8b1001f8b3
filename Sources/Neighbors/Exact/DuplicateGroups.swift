internal import Tensors

/// Points that coincide, gathered so that a search meets each place once. Without this, a point with more duplicates than a buffer
/// holds would have to be measured against each of them.
struct DuplicateGroups {
  /// All points, group by group; groups in ascending order of their lowest index, a group's points in ascending order.
  private let members: [Int32]
  /// Where each group begins in `members`, and the end.
  private let starts: [Int]

  /// Groups up to this size are left to the search, which copes with them.
  private static let harmless = 32

  /// Nil if no group is large enough to be worth it.
  init?(_ points: PointSet) {
    var hashed = Self.hashes(points).enumerated().map { (hash: $1, index: Int32($0)) }
    hashed.sort { ($0.hash, $0.index) < ($1.hash, $1.index) }
    // Unequal points of equal hash begin a group of their own; that equal ones may then be in two groups does no harm.
    var groups: [Range<Int>] = []
    for at in hashed.indices {
      if let last = groups.last, hashed[last.lowerBound].hash == hashed[at].hash,
        Self.areEqual(points, Int(hashed[last.lowerBound].index), Int(hashed[at].index))
      {
        groups[groups.count - 1] = last.lowerBound..<at + 1
      } else {
        groups.append(at..<at + 1)
      }
    }
    guard groups.contains(where: { $0.count > Self.harmless }) else { return nil }
    groups.sort { hashed[$0.lowerBound].index < hashed[$1.lowerBound].index }
    members = groups.flatMap { hashed[$0].map(\.index) }
    starts = groups.reduce(into: [0]) { $0.append($0.last! + $1.count) }
  }

  var count: Int { starts.count - 1 }

  private func members(of group: Int) -> ArraySlice<Int32> { members[starts[group]..<starts[group + 1]] }

  /// The lowest index of each group.
  var representatives: [Int32] { (0..<count).map { members[starts[$0]] } }

  /// Writes the neighbours of every point, itself left out, when `found` holds those of each group among the groups, its own included.
  func spread(_ found: NeighborGraph, into output: Search.Output) {
    withRows(of: found) { group, row in
      let points = expanded(row, k: output.k + 1)
      for member in members(of: group) {
        write(points.filter { $0.index != member }, toRow: Int(member), of: output)
      }
    }
  }

  /// Writes the neighbours of every query, when `found` holds its neighbours among the groups.
  func expand(_ found: NeighborGraph, into output: Search.Output) {
    withRows(of: found) { query, row in write(expanded(row, k: output.k), toRow: query, of: output) }
  }

  private typealias Neighbor = (index: Int32, distance: Float)

  private func withRows(of found: NeighborGraph, _ body: (Int, [Neighbor]) -> Void) {
    found.indices.withUnsafeBufferPointer { indices in
      found.distances.withUnsafeBufferPointer { distances in
        Parallel.forEachRange(of: found.count, grain: 256) { _, rows in
          for row in rows {
            body(row, (row * found.k..<(row + 1) * found.k).map { (indices[$0], distances[$0]) })
          }
        }
      }
    }
  }

  private func write(_ neighbors: [Neighbor], toRow row: Int, of output: Search.Output) {
    for (at, neighbor) in neighbors.prefix(output.k).enumerated() {
      output.indices[row * output.k + at] = neighbor.index
      output.distances[row * output.k + at] = neighbor.distance
    }
  }

  /// The first `k` points in order of distance, then index, if `groups` are the first groups in that order of their lowest indices, and `k` of
  /// them or all.
  private func expanded(_ groups: [Neighbor], k: Int) -> [Neighbor] {
    var points: [Neighbor] = []
    for (group, distance) in groups {
      // Whoever is farther than the k points so far cannot be among the first.
      if points.count >= k, let last = points.last, distance > last.distance { break }
      points += members(of: Int(group)).prefix(k).map { ($0, distance) }
    }
    points.sort { ($0.distance, $0.index) < ($1.distance, $1.index) }
    return Array(points.prefix(k))
  }

  private static func hashes(_ points: PointSet) -> [UInt64] {
    Parallel.mapRanges(of: points.count, grain: 4_096) { range in
      range.map { i -> UInt64 in
        let row = points.row(i)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for k in 0..<points.dimensions {
          // The sum makes -0 the same as 0. FNV-1a, a coordinate at a time.
          hash = (hash ^ UInt64((row[k] + 0).bitPattern)) &* 0x100_0000_01B3
          hash ^= hash >> 32
        }
        return hash
      }
    }.flatMap { $0 }
  }

  private static func areEqual(_ points: PointSet, _ a: Int, _ b: Int) -> Bool {
    let (first, second) = (points.row(a), points.row(b))
    return (0..<points.dimensions).allSatisfy { first[$0] == second[$0] }
  }
}
