/// Which things are alike, as a tree: the higher two branches meet, the less alike they are.
public struct Dendrogram: PlaneChart {
  /// Two groups that become one. Groups are numbered as SciPy's `linkage` does: the things first, then the merges in their order.
  public struct Merge: Sendable, Hashable {
    public var first: Int
    public var second: Int
    public var height: Double

    public init(_ first: Int, _ second: Int, height: Double) { (self.first, self.second, self.height) = (first, second, height) }
  }

  private var ownAxes: Axes
  public var merges: [Merge]
  public var leafNames: [String]
  /// The leaves from left to right, so that no lines cross.
  private let order: [Int]

  /// - Parameter merges: One less than there are names; the last joins all.
  public init(_ merges: [Merge], leafNames: [String], axes: Axes = Axes()) {
    precondition(merges.count == max(0, leafNames.count - 1), "\(merges.count) merges do not join \(leafNames.count) things")
    (self.merges, self.leafNames, ownAxes) = (merges, leafNames, axes)
    var order: [Int] = []
    var stack = leafNames.isEmpty ? [] : [leafNames.count + merges.count - 1]
    while let group = stack.popLast() {
      if group < leafNames.count {
        order.append(group)
      } else {
        stack += [merges[group - leafNames.count].second, merges[group - leafNames.count].first]
      }
    }
    self.order = order
  }

  public var axes: Axes {
    var axes = ownAxes
    axes.x.ticks = order.enumerated().map { Axis.Tick(Double($0.offset), leafNames[$0.element]) }
    axes.showsGrid = false
    return axes
  }

  public var xExtent: Extent? { Extent(-0.7, Double(max(order.count, 1)) - 0.3, isTight: true) }
  public var yExtent: Extent? { Extent(0, max(merges.lazy.map(\.height).max() ?? 1, 1e-12) * 1.05, isTight: true) }
  public func legend(_ style: Style) -> Legend { Legend() }

  /// Branches that meet below 0.7 of the greatest height are of one colour, as SciPy draws them.
  public func drawData(on plane: Plane) {
    let threshold = 0.7 * (merges.map(\.height).max() ?? 0)
    var place = [Double](repeating: 0, count: leafNames.count)
    for (position, leaf) in order.enumerated() { place[leaf] = Double(position) }
    var height = [Double](repeating: 0, count: leafNames.count)
    let groups = groupColors(below: threshold, plane.style)
    for (index, merge) in merges.enumerated() {
      let (a, b) = (place[merge.first], place[merge.second])
      let points = [
        plane.point(a, height[merge.first]), plane.point(a, merge.height), plane.point(b, merge.height), plane.point(b, height[merge.second]),
      ]
      plane.canvas.polyline(points, .init(groups[index] ?? plane.style.theme.mutedInk, width: plane.style.lineWidth * 0.8))
      place.append((a + b) / 2)
      height.append(merge.height)
    }
  }

  /// The colour of each merge; nil for those above the threshold.
  private func groupColors(below threshold: Double, _ style: Style) -> [Color?] {
    var number = [Int?](repeating: nil, count: merges.count)
    var count = 0
    // From the top down: the highest merge below the threshold begins a group.
    for index in merges.indices.reversed() where merges[index].height < threshold {
      if number[index] == nil {
        number[index] = count
        count += 1
      }
      for child in [merges[index].first, merges[index].second] where child >= leafNames.count { number[child - leafNames.count] = number[index] }
    }
    let colors = Palette.categorical(max(count, 1), on: style.theme)
    return number.map { $0.map { colors[$0] } }
  }
}
