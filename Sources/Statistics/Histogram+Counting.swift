internal import CKernels
public import Tensors

extension Histogram {
  /// Of the elements of `tensor`. O(elements), on all threads; the result does not depend on how many there are.
  public init<Scalar: NumericScalar>(of tensor: Tensor<Scalar>) {
    switch tensor {
    case let floats as Tensor<Float>: self = floats.withUnsafeBufferPointer { Histogram(of: $0) }
    case let doubles as Tensor<Double>: self = doubles.withUnsafeBufferPointer { Histogram(of: $0) }
    default: self = Tensor<Double>(tensor).withUnsafeBufferPointer { Histogram(of: $0) }
    }
  }

  public init(of values: UnsafeBufferPointer<Float>) {
    self.init(values, grain: Self.grain) { chunk in
      guard let base = chunk.baseAddress else { return Histogram() }
      var result = Histogram()
      result.summary = SummaryStatistics(ofPart: chunk)
      if chunk.count <= Self.sortedAtMost {
        result.cells = Self.cells(chunk.count) { fathom_sorted_cells_f32(base, chunk.count, $0, $1) }
        return result
      }
      let keys = Int(FATHOM_FLOAT_KEYS)
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * keys) { table in
        table.initialize(repeating: 0)
        fathom_count_keys_f32(base, chunk.count, table.baseAddress!)
        result.cells = Self.cells(ofFloatKeys: table, chunk, zeroCount: result.zeroCount)
      }
      return result
    }
  }

  public init(of values: UnsafeBufferPointer<Double>) {
    self.init(values, grain: Self.grain) { chunk in
      guard let base = chunk.baseAddress else { return Histogram() }
      var result = Histogram()
      result.summary = SummaryStatistics(ofPart: chunk)
      result.cells =
        chunk.count <= Self.sortedDoublesAtMost
        ? Self.cells(chunk.count) { fathom_sorted_cells_f64(base, chunk.count, $0, $1) } : Self.cells(of: chunk)
      return result
    }
  }

  /// Elements that are counted in one go. Large, since each chunk goes through a table of 64 Ki cells.
  private static let grain = 1 << 19

  /// So many numbers are sorted by their cells sooner than their counts are found in a table: of 2^16 cells for floats, 2^19 for doubles.
  static let sortedAtMost = 1 << 13
  static let sortedDoublesAtMost = 1 << 16

  /// The runs among the sorted cells of up to `count` numbers, which `sort` writes; it gets the memory for them and for its own use.
  private static func cells(
    _ count: Int, _ sort: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) -> Int
  ) -> [(cell: Cell, count: Int)] {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * count) { memory in
      guard let base = memory.baseAddress else { return [] }
      let used = sort(base, base + count)
      var cells: [(cell: Cell, count: Int)] = []
      var start = 0
      while start < used {
        var end = start + 1
        while end < used, base[end] == base[start] { end += 1 }
        cells.append((Cell(key: Int32(base[start]) - 0x40000), end - start))
        start = end
      }
      return cells
    }
  }

  /// Histograms of chunks, merged in their order.
  private init<Scalar>(
    _ values: UnsafeBufferPointer<Scalar>, grain: Int, _ part: (UnsafeBufferPointer<Scalar>) -> Histogram
  ) {
    self.init()
    nonisolated(unsafe) let values = values
    for partial in Parallel.mapRanges(of: values.count, grain: grain, { part(UnsafeBufferPointer(rebasing: values[$0])) }) {
      merge(partial)
    }
  }

  /// A float's cells are a double's, but for numbers below the smallest normal float, whose cells are 2^-133 wide.
  private static func cells(
    ofFloatKeys table: UnsafeMutableBufferPointer<UInt32>, _ chunk: UnsafeBufferPointer<Float>, zeroCount: Int
  ) -> [(cell: Cell, count: Int)] {
    let keys = Int(FATHOM_FLOAT_KEYS)
    let (negative, infinity) = (keys / 2, 0x7F80)
    func total(_ key: Int) -> Int { Int(table[key]) + Int(table[keys + key]) }
    var cells: [(cell: Cell, count: Int)] = []
    func take(_ key: Int) {
      let count = total(key)
      if count > 0 { cells.append((Cell(containing: Double(Float(bitPattern: UInt32(key) << 16))), count)) }
    }
    for key in stride(from: negative + infinity - 1, to: negative, by: -1) { take(key) }
    // The cells next to zero hold the zeros, which are counted apart, and perhaps floats of less than 2^-133.
    if total(0) + total(negative) > zeroCount { cells += tinyCells(chunk) }
    for key in 1..<infinity { take(key) }
    return cells
  }

  private static func tinyCells(_ values: UnsafeBufferPointer<Float>) -> [(cell: Cell, count: Int)] {
    var counts: [Cell: Int] = [:]
    for value in values where value != 0 && value.magnitude.bitPattern < 1 << 16 {
      counts[Cell(containing: Double(value)), default: 0] += 1
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func cells(of values: UnsafeBufferPointer<Double>) -> [(cell: Cell, count: Int)] {
    var keys = [UInt32](repeating: 0, count: values.count)
    fathom_keys_f64(values.baseAddress!, values.count, &keys)
    var table = [UInt32](repeating: 0, count: 1 << 19)
    for (value, key) in zip(values, keys) where value != 0 && value.isFinite { table[Int(key)] += 1 }
    var cells: [(cell: Cell, count: Int)] = []
    func take(_ key: Int) {
      if table[key] > 0 { cells.append((Cell(leadingBits: UInt32(key)), Int(table[key]))) }
    }
    for key in stride(from: (1 << 19) - 1, through: 1 << 18, by: -1) { take(key) }
    for key in 0..<1 << 18 { take(key) }
    return cells
  }
}
