public import Tensors

/// A table of named columns, some of numbers and some of text.
///
/// The numbers of all columns stand in one matrix, because that is what they are wanted for.
public struct Table<Scalar: FloatingScalar>: Sendable {
  public struct Column: Sendable {
    /// The header's name; nil in tables without a header.
    public var name: String?
    public var contents: Contents
  }

  public enum Contents: Sendable {
    /// The column of ``Table/numbers`` that holds it.
    case numbers(Int)
    case text([String])
  }

  /// In the order of the file.
  public var columns: [Column]
  /// Shape [rows, columns of numbers]. A missing value is NaN.
  public var numbers: Tensor<Scalar>

  public init(columns: [Column], numbers: Tensor<Scalar>) {
    self.columns = columns
    self.numbers = numbers
  }

  public var rowCount: Int { numbers.shape[0] }

  /// The names of the columns of numbers; nil in tables without a header.
  public var numberNames: [String]? {
    let names = columns.compactMap { column in if case .numbers = column.contents { column.name } else { nil } }
    return names.count == numbers.shape[1] ? names : nil
  }

  /// The first column of that name.
  public func column(named name: String) -> Column? { columns.first { $0.name == name } }

  /// One column of numbers. Shape [rows].
  public func numbers(of index: Int) -> Tensor<Scalar> {
    let width = numbers.shape[1]
    precondition((0..<width).contains(index), "the table has \(width) columns of numbers, none with index \(index)")
    return numbers.withUnsafeBufferPointer { source in
      Tensor(uninitialized: [rowCount]) { target in
        for row in target.indices { target[row] = source[row * width + index] }
      }
    }
  }

  /// What a column says in each row, whole numbers without a fraction: for labels.
  public func texts(of column: Column) -> [String] {
    switch column.contents {
    case .text(let texts): texts
    case .numbers(let index):
      numbers(of: index).scalars.map { value in Int(exactly: value).map(String.init) ?? (value.isNaN ? "" : "\(value)") }
    }
  }

  /// The matrix without some columns of numbers. Shape [rows, columns that remain].
  public func numbers(without dropped: Set<Int>) -> Tensor<Scalar> {
    let width = numbers.shape[1]
    let kept = (0..<width).filter { !dropped.contains($0) }
    guard kept.count < width else { return numbers }
    return numbers.withUnsafeBufferPointer { source in
      Tensor(uninitialized: [rowCount, kept.count]) { target in
        var cursor = 0
        for row in 0..<rowCount {
          for column in kept {
            target[cursor] = source[row * width + column]
            cursor += 1
          }
        }
      }
    }
  }
}
