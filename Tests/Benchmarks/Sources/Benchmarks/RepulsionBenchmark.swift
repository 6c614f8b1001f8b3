import Fathom

/// One evaluation of t-SNE's repulsion for 70,000 points in maps of several widths, per instruction set and number of threads.
enum RepulsionBenchmark {
  private static let count = 70_000
  private static let widths: [Float] = [20, 60, 120, 200]

  static func run() {
    let map = roundMap()
    print("GridRepulsion.evaluate, \(count) points, ms (medians of 50; first: with the preparation of the grid)")
    print("width  instructions  threads    first   median")
    for width in widths {
      for level in InstructionSet.allCases where level <= .current {
        for threads in [1, 2, 4] where threads == 1 || threads <= Parallel.threadCount {
          measure(map.map { $0 * width }, width: width, level, threads: threads)
        }
      }
    }
  }

  private static func measure(_ points: [Float], width: Float, _ level: InstructionSet, threads: Int) {
    let before = Parallel.threadCount
    Parallel.threadCount = threads
    defer { Parallel.threadCount = before }
    let repulsion = GridRepulsion(dimensions: 2, instructionSet: level)
    var forces = [Float](repeating: 0, count: points.count)
    let corner = SIMD2(repeating: width / 2)
    let clock = ContinuousClock()
    let times = (0..<51).map { _ in
      clock.measure {
        _ = repulsion.evaluate(points: points, count: count, lower: -corner, upper: corner, forces: &forces)
      }.seconds * 1_000
    }
    let text = [column(times[0], width: 9, digits: 2), column(median(Array(times.dropFirst())), width: 9, digits: 2)].joined()
    print(padded("\(Int(width))", 7) + padded("\(level)", 14) + padded("\(threads)", 7) + text)
  }

  /// Points in a hundred round clusters that fill a disc one wide, in kd order.
  private static func roundMap() -> [Float] {
    var random = RandomGenerator(seed: 3)
    func inDisc(_ radius: Float) -> SIMD2<Float> {
      while true {
        let point = SIMD2(Float.random(in: -1...1, using: &random), Float.random(in: -1...1, using: &random))
        if (point * point).sum() <= 1 { return point * radius }
      }
    }
    let centres = (0..<100).map { _ in inDisc(0.42) }
    let points = (0..<count).flatMap { i in
      let point = centres[i % 100] + inDisc(0.08)
      return [point.x, point.y]
    }
    return kdOrder(points, count: count, dimensions: 2, stride: 2, leaf: 32).flatMap { [points[Int($0) * 2], points[Int($0) * 2 + 1]] }
  }
}
