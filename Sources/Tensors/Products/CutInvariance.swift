/// Where a product may be cut so that every element comes out the same, to the last bit, as if it had not been.
///
/// OpenBLAS promises no such places. Its kernels sum whole register tiles in one order; those for the edges may have another, and
/// which elements are at an edge depends on the cut. In the kernels that we know, rows are taken in groups of 12, and columns in
/// tiles of 16 or 8. Whether cuts at multiples of these can be seen on this machine is tried out once, in a few milliseconds, on
/// products that have every kind of edge and more than one block in each direction.
struct CutInvariance: Sendable {
  /// Any product may be cut between groups of rows.
  private let rowGroups: Bool
  /// Where columns fill their tiles, rows may be cut at multiples of 16, which shares them out more evenly.
  private let rowsOfWholeTiles: Bool
  /// Where columns are a multiple of 8, they may be cut between tiles.
  private let columnTiles: Bool

  private static let float = CutInvariance(trying: Float.self)
  private static let double = CutInvariance(trying: Double.self)

  static func of<Scalar: FloatingScalar>(_: Scalar.Type) -> CutInvariance {
    MemoryLayout<Scalar>.size == MemoryLayout<Float>.size ? float : double
  }

  /// What the bounds of the pieces of a product with `n` columns have to be multiples of; nil where no cut is invisible.
  func alignment(_ axis: ProductCut.Axis, columns n: Int) -> Int? {
    switch axis {
    case .rows: rowsOfWholeTiles && n % 16 == 0 ? 16 : rowGroups ? 12 : nil
    case .columns: columnTiles && n % 8 == 0 ? 16 : nil
    case .depth: nil
    }
  }

  private init<Scalar: FloatingScalar>(trying: Scalar.Type) {
    // 15 columns over: edges of 8, 4, 2 and 1. 500: more than one block of the inner dimension. 527: more than one block of columns.
    rowGroups =
      Trial<Scalar>(rows: 168, columns: 111, depth: 500, alpha: 1, beta: 0).survivesCut(.rows, pieces: 2, alignment: 12)
      && Trial<Scalar>(rows: 312, columns: 527, depth: 60, alpha: 0.7, beta: 0.3).survivesCut(.rows, pieces: 2, alignment: 12)
    rowsOfWholeTiles =
      Trial<Scalar>(rows: 144, columns: 64, depth: 500, alpha: 1, beta: 0).survivesCut(.rows, pieces: 2, alignment: 16)
      && Trial<Scalar>(rows: 304, columns: 528, depth: 60, alpha: 0.7, beta: 1).survivesCut(.rows, pieces: 2, alignment: 16)
    columnTiles =
      Trial<Scalar>(rows: 45, columns: 536, depth: 150, alpha: 1, beta: 0).survivesCut(.columns, pieces: 3, alignment: 16)
      && Trial<Scalar>(rows: 17, columns: 296, depth: 500, alpha: 0.7, beta: 1).survivesCut(.columns, pieces: 2, alignment: 16)
  }
}

/// One product of made-up numbers, computed whole and in pieces.
private struct Trial<Scalar: FloatingScalar> {
  private let a: Tensor<Scalar>, b: Tensor<Scalar>, c: Tensor<Scalar>
  private let alpha: Scalar, beta: Scalar

  init(rows m: Int, columns n: Int, depth k: Int, alpha: Scalar, beta: Scalar) {
    (a, b, c) = (Self.numbers([m, k], factor: 7919), Self.numbers([k, n], factor: 5237), Self.numbers([m, n], factor: 3571))
    (self.alpha, self.beta) = (alpha, beta)
  }

  /// In -0.5..<0.5, with digits enough that the order of a sum shows.
  private static func numbers(_ shape: Shape, factor: Int) -> Tensor<Scalar> {
    Tensor(uninitialized: shape) { buffer in
      for index in buffer.indices { buffer[index] = Scalar(index * factor % 65_521) / 65_521 - 0.5 }
    }
  }

  func survivesCut(_ axis: ProductCut.Axis, pieces: Int, alignment: Int) -> Bool {
    let (m, n, k) = (a.shape[0], b.shape[1], b.shape[0])
    let whole = ProductCut(rows: m, columns: n, depth: k, threads: 1) { _ in alignment }
    let cut = ProductCut(rows: m, columns: n, depth: k, threads: pieces) { _ in alignment }
    precondition(cut.axis == axis && cut.count == pieces, "the trial [\(m), \(k)] x [\(k), \(n)] is meant to be cut into \(pieces)")
    return product(whole).withUnsafeBufferPointer { one in
      product(cut).withUnsafeBufferPointer { other in one.elementsEqual(other) }
    }
  }

  private func product(_ cut: ProductCut) -> Tensor<Scalar> {
    var result = c.copied()
    a.withUnsafeMatrix { a in
      b.withUnsafeMatrix { b in
        let (m, n) = (a.rows, b.columns)
        result.withUnsafeMutableBufferPointer { c in
          let c = UnsafeMutableMatrix(c.baseAddress!, rows: m, columns: n)
          for index in 0..<cut.count { MatrixProduct.piece(index, of: cut, a, b, c, alpha, beta) }
        }
      }
    }
    return result
  }
}
