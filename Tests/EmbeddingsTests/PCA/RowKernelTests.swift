import Embeddings
import TestSupport
import Tensors
import Testing

/// The C loops over blocks of rows against the same in Swift, over extents around vector lengths, from unaligned starts.
@Suite struct RowKernelTests {
  static let extents = [(1, 1), (3, 7), (2, 16), (5, 31), (4, 64), (3, 129), (0, 5), (7, 0)]

  @Test(arguments: extents, [0, 1, 3]) func centringTakesOffTheOffsetAndSums(extent: (Int, Int), shift: Int) {
    check(extent, shift, Float.self)
    check(extent, shift, Double.self)
  }

  private func check<Scalar: SampleScalar>(_ extent: (Int, Int), _ shift: Int, _ type: Scalar.Type) {
    let (rows, columns) = extent
    let count = rows * columns
    let source = (0..<count + shift).map { Scalar(($0 * 37 + 11) % 101) / 8 }
    let bytes = (0..<count + shift).map { UInt8(($0 * 37 + 11) % 256) }
    let offset = (0..<columns + shift).map { Scalar($0) / 4 }
    for ofBytes in [false, true] {
      var target = [Scalar](repeating: -1, count: count + shift + 1)
      var sums = [Double](repeating: 2, count: columns + shift)
      target.withUnsafeMutableBufferPointer { target in
        sums.withUnsafeMutableBufferPointer { sums in
          offset.withUnsafeBufferPointer { offset in
            let (t, s, o) = (target.baseAddress! + shift, sums.baseAddress! + shift, offset.baseAddress! + shift)
            if ofBytes {
              bytes.withUnsafeBufferPointer {
                Scalar.center($0.baseAddress! + shift, rows: rows, columns: columns, dividedBy: 255, minus: o, to: t, addingTo: s)
              }
            } else {
              source.withUnsafeBufferPointer {
                Scalar.center($0.baseAddress! + shift, rows: rows, columns: columns, minus: o, to: t, addingTo: s)
              }
            }
          }
        }
      }
      let wanted = (0..<count).map { i in
        (ofBytes ? Scalar(bytes[i + shift]) / 255 : source[i + shift]) - offset[i % columns + shift]
      }
      #expect(Array(target[shift..<shift + count]) == wanted)
      #expect(target[..<shift].allSatisfy { $0 == -1 } && target[count + shift] == -1)
      let wantedSums = (0..<columns).map { column in
        (0..<rows).reduce(2.0) { $0 + Double(wanted[$1 * columns + column]) }
      }
      #expect(Array(sums[shift...]) == wantedSums)
      #expect(sums[..<shift].allSatisfy { $0 == 2 })
    }
  }

  @Test(arguments: [0, 1, 15, 16, 33, 257]) func accumulatingAddsInDouble(count: Int) {
    let source = (0..<count).map { Float($0) + 0.1 }
    var sums = (0..<count + 1).map { Double($0) * 1e9 }
    Float.accumulate(source, count: count, to: &sums)
    #expect(sums == (0..<count).map { Double($0) * 1e9 + Double(source[$0]) } + [Double(count) * 1e9])
  }

  @Test(arguments: extents, [0, 1, 3]) func columnsArePickedAndPutBack(extent: (Int, Int), shift: Int) {
    checkColumns(extent, shift, Float.self)
    checkColumns(extent, shift, Double.self)
  }

  private func checkColumns<Scalar: SampleScalar>(_ extent: (Int, Int), _ shift: Int, _ type: Scalar.Type) {
    let (rows, columns) = extent
    // Every third column is zero, and one has a single other number in the last row.
    var block = (0..<rows * columns + shift).map { ($0 - shift) % max(columns, 1) % 3 == 0 ? 0 : Scalar($0 % 13 + 1) }
    let lonely = columns / 3 * 3 < columns ? columns / 3 * 3 : 0
    if rows * columns > 0 { block[shift + (rows - 1) * columns + lonely] = -2 }
    var marks = [UInt8](repeating: 0, count: columns)
    block.withUnsafeBufferPointer { Scalar.markNonzero($0.baseAddress! + shift, rows: rows, columns: columns, &marks) }
    let nonzero = (0..<columns).map { column in (0..<rows).contains { block[shift + $0 * columns + column] != 0 } }
    #expect(marks.map { $0 == 1 } == nonzero)

    let order = (0..<columns).filter { nonzero[$0] }.reversed().map { Int32($0) }
    var picked = [Scalar](repeating: -1, count: rows * order.count)
    block.withUnsafeBufferPointer {
      Scalar.gatherColumns($0.baseAddress! + shift, rows: rows, columns: columns, order, to: &picked)
    }
    #expect(picked == (0..<rows).flatMap { row in order.map { block[shift + row * columns + Int($0)] } })

    let source = (0..<columns * columns).map { Scalar($0) }
    var target = [Scalar](repeating: -1, count: columns * columns)
    Scalar.scatterUpper(source, order, columns: columns, to: &target)
    var wanted = [Scalar](repeating: -1, count: columns * columns)
    for i in 0..<order.count {
      for j in i..<order.count {
        let (a, b) = (Int(min(order[i], order[j])), Int(max(order[i], order[j])))
        wanted[a * columns + b] = source[i * columns + j]
      }
    }
    #expect(target == wanted)
  }
}
