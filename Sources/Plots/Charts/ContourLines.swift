/// Lines of equal value through numbers on a grid, by marching squares.
enum ContourLines {
  /// A crossing lies on an edge between two neighbours of the grid, known by the lower one and the direction.
  private struct Edge: Hashable {
    var row: Int
    var column: Int
    var isVertical: Bool
  }

  /// The lines, in units of cells from the first column and row. Squares with a number that is not finite have none. O(cells).
  /// - Parameter values: [rows, columns]
  static func lines(_ values: [Double], rows: Int, columns: Int, at level: Double) -> [[Point]] {
    guard rows > 1, columns > 1 else { return [] }
    var neighbors: [Edge: [Edge]] = [:]
    var order: [Edge] = []
    func join(_ a: Edge, _ b: Edge) {
      if neighbors[a] == nil { order.append(a) }
      if neighbors[b] == nil { order.append(b) }
      neighbors[a, default: []].append(b)
      neighbors[b, default: []].append(a)
    }
    for row in 0..<rows - 1 {
      for column in 0..<columns - 1 {
        let corner = row * columns + column
        let (a, b, c, d) = (values[corner], values[corner + 1], values[corner + columns + 1], values[corner + columns])
        guard a.isFinite, b.isFinite, c.isFinite, d.isFinite else { continue }
        let bottom = Edge(row: row, column: column, isVertical: false)
        let right = Edge(row: row, column: column + 1, isVertical: true)
        let top = Edge(row: row + 1, column: column, isVertical: false)
        let left = Edge(row: row, column: column, isVertical: true)
        switch (a >= level ? 1 : 0) + (b >= level ? 2 : 0) + (c >= level ? 4 : 0) + (d >= level ? 8 : 0) {
        case 1, 14: join(left, bottom)
        case 2, 13: join(bottom, right)
        case 3, 12: join(left, right)
        case 4, 11: join(right, top)
        case 6, 9: join(bottom, top)
        case 7, 8: join(left, top)
        // Two corners across: the middle decides which side they are joined on.
        case 5:
          let isHigh = (a + b + c + d) / 4 >= level
          join(left, isHigh ? top : bottom)
          join(right, isHigh ? bottom : top)
        case 10:
          let isHigh = (a + b + c + d) / 4 >= level
          join(left, isHigh ? bottom : top)
          join(right, isHigh ? top : bottom)
        default: break
        }
      }
    }
    func place(_ edge: Edge) -> Point {
      let start = values[edge.row * columns + edge.column]
      let end = values[edge.isVertical ? (edge.row + 1) * columns + edge.column : edge.row * columns + edge.column + 1]
      let share = end == start ? 0.5 : (level - start) / (end - start)
      return edge.isVertical ? Point(Double(edge.column), Double(edge.row) + share) : Point(Double(edge.column) + share, Double(edge.row))
    }
    // Open lines from their ends first, then what is left: rings.
    var isDone: Set<Edge> = []
    var lines: [[Point]] = []
    for start in order.filter({ neighbors[$0]?.count == 1 }) + order where !isDone.contains(start) {
      var line = [start]
      isDone.insert(start)
      while let next = neighbors[line[line.count - 1]]?.first(where: { !isDone.contains($0) }) {
        line.append(next)
        isDone.insert(next)
      }
      let closes = line.count > 2 && neighbors[start]?.contains(line[line.count - 1]) == true
      lines.append((closes ? line + [start] : line).map(place))
    }
    return lines
  }
}
