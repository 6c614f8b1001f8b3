import Tensors

/// The vectors of a basis in memory: vector i's entry j at `start + i * vectorStride + j * entryStride`.
struct Vectors<Scalar: LAPACKScalar> {
  var start: UnsafeMutablePointer<Scalar>
  var count: Int
  var length: Int
  var vectorStride: Int
  var entryStride: Int

  static func rows(_ start: UnsafeMutablePointer<Scalar>, count: Int, length: Int) -> Vectors {
    Vectors(start: start, count: count, length: length, vectorStride: length, entryStride: 1)
  }

  static func columns(_ start: UnsafeMutablePointer<Scalar>, count: Int, length: Int) -> Vectors {
    Vectors(start: start, count: count, length: length, vectorStride: 1, entryStride: count)
  }

  /// Fathom's rule for signs that a factorisation leaves open: of every vector the entry of largest magnitude, the first of equals, is
  /// positive. The vector of the same number in `partner`, if there is one, changes its sign too.
  func orient(with partner: Vectors? = nil, from first: Int = 0) {
    for i in stride(from: first, to: count, by: 1) {
      let vector = start + i * vectorStride
      guard Scalar.isLargestNegative(vector, count: length, stride: entryStride) else { continue }
      negate(i)
      if let partner, i < partner.count { partner.negate(i) }
    }
  }

  func negate(_ i: Int) {
    Scalar.scale(start + i * vectorStride, count: length, stride: entryStride, by: -1)
  }
}
