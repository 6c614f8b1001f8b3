public import LinearAlgebra

/// Why data have no such principal components.
public enum PCAError: Error, Sendable, Hashable {
  /// There is a NaN or an infinity in the data; the first one stands here, counted from 0.
  case nonFinite(row: Int, column: Int)
  /// There are only as many components as the smaller of samples and columns.
  case tooManyComponents(asked: Int, samples: Int, columns: Int)
  /// A batch has another number of columns than those before it.
  case columnsDiffer(expected: Int, found: Int)
  /// LAPACK failed.
  case factorization(LinearAlgebraError)
}

extension PCAError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nonFinite(let row, let column):
      "the data hold a NaN or an infinity at row \(row), column \(column) (counted from 0)"
    case .tooManyComponents(let asked, let samples, let columns):
      "\(asked) principal components were asked for, but \(samples) samples of \(columns) columns have at most \(min(samples, columns))"
    case .columnsDiffer(let expected, let found):
      "a batch has \(found) columns where those before it had \(expected)"
    case .factorization(let error): error.description
    }
  }
}
