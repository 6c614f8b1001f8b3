/// Why a matrix has no such factorisation.
public enum LinearAlgebraError: Error, Sendable, Hashable {
  /// The input has a NaN or an infinity; the first one stands here, counted from 0.
  case nonFinite(row: Int, column: Int)
  /// The matrix has no inverse: the pivot of this column, counted from 0, is exactly zero.
  case singular(pivot: Int)
  /// The matrix is not positive definite: the leading minor of this order is not positive.
  case notPositiveDefinite(order: Int)
  /// LAPACK's iteration did not end, and neither did that of the routine tried after it.
  case notConverged(routine: String)
  /// There is no memory for LAPACK's work space.
  case outOfMemory(routine: String)
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nonFinite(let row, let column):
      "the matrix holds a NaN or an infinity at row \(row), column \(column) (counted from 0)"
    case .singular(let pivot): "the matrix is singular: pivot \(pivot) is zero"
    case .notPositiveDefinite(let order): "the matrix is not positive definite: its leading minor of order \(order) is not positive"
    case .notConverged(let routine): "\(routine) did not converge"
    case .outOfMemory(let routine): "no memory for the work space of \(routine)"
    }
  }
}

/// Throws for LAPACKE's own codes, and traps for an argument that LAPACK refuses, which is a mistake of this module.
func checkAccepted(_ info: Int, _ routine: String) throws(LinearAlgebraError) {
  guard info < 0 else { return }
  let noWorkSpace = [-1010, -1011]
  if noWorkSpace.contains(info) { throw .outOfMemory(routine: routine) }
  preconditionFailure("\(routine) refuses its argument \(-info)")
}
