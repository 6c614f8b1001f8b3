public import Tensors

/// Which things are alike: a tree of groups, joined two by two, the most alike first.
public struct Linkage: Sendable {
  /// How far apart groups are, from the distances of their members.
  public enum Method: String, Sendable, CaseIterable {
    /// By how much joining them raises the sum of squares.
    case ward
    case average, complete, single
  }

  /// Two groups that become one. Things are numbered from 0; the group of merge k is n + k.
  public struct Merge: Sendable, Hashable {
    public var first: Int
    public var second: Int
    public var distance: Double
    /// How many things the group has.
    public var count: Int
  }

  /// One less than there are things, by distance: what SciPy's `linkage` gives as rows.
  public let merges: [Merge]

  /// The most things that are taken: half of their squared number of Doubles are held, 400 MB.
  public static let limit = 10_000

  /// Joins the rows of a matrix by their Euclidean distances, by the nearest-neighbour chain (Benzécri; Müllner, 2011). O(n² d) time for
  /// n rows of d columns, 4 n² bytes.
  ///
  /// Traps where there are more than ``limit`` rows, or numbers that are not finite.
  /// - Parameter points: [n, d]
  public init(of points: Tensor<Float>, _ method: Method = .ward) {
    precondition(points.rank == 2, "a matrix with a row for each thing, not shape \(points.shape)")
    let count = points.shape[0]
    precondition(count <= Self.limit, "\(count) things are more than \(Self.limit)")
    var distances = DistanceTable(points)
    merges = Self.relabelled(Self.chain(&distances, count, method), count)
  }

  /// The merges in the order in which the chain finds them; groups are called by one of their things.
  private static func chain(_ distances: inout DistanceTable, _ count: Int, _ method: Method) -> [Merge] {
    var sizes = [Int](repeating: 1, count: count)
    var chain: [Int] = []
    var merges: [Merge] = []
    for _ in 0..<max(0, count - 1) {
      if chain.isEmpty { chain.append(sizes.firstIndex { $0 > 0 }!) }
      var (nearest, distance) = (0, Double.infinity)
      while true {
        let end = chain[chain.count - 1]
        // Among equals the one before in the chain, or it would never end.
        (nearest, distance) = chain.count > 1 ? (chain[chain.count - 2], distances[end, chain[chain.count - 2]]) : (-1, .infinity)
        for other in 0..<count where sizes[other] > 0 && other != end {
          let candidate = distances[end, other]
          if candidate < distance { (nearest, distance) = (other, candidate) }
        }
        if chain.count > 1, nearest == chain[chain.count - 2] { break }
        chain.append(nearest)
      }
      let (a, b) = (min(chain[chain.count - 1], nearest), max(chain[chain.count - 1], nearest))
      chain.removeLast(2)
      let (sizeA, sizeB) = (Double(sizes[a]), Double(sizes[b]))
      merges.append(Merge(first: a, second: b, distance: distance, count: sizes[a] + sizes[b]))
      // The group goes on under the name of b, whose distances are those of the group from now on (Lance and Williams, 1967).
      for other in 0..<count where sizes[other] > 0 && other != a && other != b {
        let (toA, toB, size) = (distances[a, other], distances[b, other], Double(sizes[other]))
        distances[b, other] =
          switch method {
          case .single: min(toA, toB)
          case .complete: max(toA, toB)
          case .average: (sizeA * toA + sizeB * toB) / (sizeA + sizeB)
          case .ward:
            max(0, ((size + sizeA) * toA * toA + (size + sizeB) * toB * toB - size * distance * distance) / (size + sizeA + sizeB))
              .squareRoot()
          }
      }
      sizes[b] += sizes[a]
      sizes[a] = 0
    }
    return merges
  }

  /// The merges by distance, their groups numbered in that order.
  private static func relabelled(_ merges: [Merge], _ count: Int) -> [Merge] {
    let order = merges.indices.sorted { (merges[$0].distance, $0) < (merges[$1].distance, $1) }
    var parent = Array(0..<count)
    var name = Array(0..<count)
    func root(_ thing: Int) -> Int {
      var thing = thing
      while parent[thing] != thing {
        parent[thing] = parent[parent[thing]]
        thing = parent[thing]
      }
      return thing
    }
    var sizes = [Int](repeating: 1, count: count)
    return order.enumerated().map { position, index in
      let (a, b) = (root(merges[index].first), root(merges[index].second))
      let merge = Merge(
        first: min(name[a], name[b]), second: max(name[a], name[b]), distance: merges[index].distance, count: sizes[a] + sizes[b])
      parent[a] = b
      sizes[b] += sizes[a]
      name[b] = count + position
      return merge
    }
  }
}

/// The distances between things, each kept once.
private struct DistanceTable {
  private var values: [Double]

  init(_ points: Tensor<Float>) {
    let (count, width) = (points.shape[0], points.shape[1])
    values = []
    values.reserveCapacity(count * max(0, count - 1) / 2)
    points.contiguous().withUnsafeBufferPointer { elements in
      for row in 0..<count {
        for other in 0..<row {
          var sum = 0.0
          for column in 0..<width {
            let difference = Double(elements[row * width + column]) - Double(elements[other * width + column])
            sum += difference * difference
          }
          precondition(sum.isFinite, "row \(row) or \(other) is not finite")
          values.append(sum.squareRoot())
        }
      }
    }
  }

  private func place(_ a: Int, _ b: Int) -> Int { a > b ? a * (a - 1) / 2 + b : b * (b - 1) / 2 + a }

  subscript(a: Int, b: Int) -> Double {
    get { values[place(a, b)] }
    set { values[place(a, b)] = newValue }
  }
}
