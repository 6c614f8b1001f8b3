import Fathom

extension NumericArray {
  /// One row for each entry of the first axis: shape [n, d] for [n, ...], [n, 1] for [n], [1, 1] for a scalar.
  var asMatrix: NumericArray {
    let rows = shape.rank == 0 ? 1 : shape[0]
    return reshaped([rows, shape.dropFirst().reduce(1, *)])
  }

  /// Shape [1, ...].
  var asOneSample: NumericArray { reshaped([1] + shape.dimensions) }

  private func reshaped(_ dimensions: [Int]) -> NumericArray {
    switch self {
    case .bool(let tensor): .bool(tensor.reshaped(dimensions))
    case .uint8(let tensor): .uint8(tensor.reshaped(dimensions))
    case .int32(let tensor): .int32(tensor.reshaped(dimensions))
    case .int(let tensor): .int(tensor.reshaped(dimensions))
    case .float(let tensor): .float(tensor.reshaped(dimensions))
    case .double(let tensor): .double(tensor.reshaped(dimensions))
    }
  }

  /// One entry of the first axis for each of what was the last one.
  var movingLastAxisFirst: NumericArray {
    switch self {
    case .bool(let tensor): .bool(tensor.movingAxis(-1, to: 0).contiguous())
    case .uint8(let tensor): .uint8(tensor.movingAxis(-1, to: 0).contiguous())
    case .int32(let tensor): .int32(tensor.movingAxis(-1, to: 0).contiguous())
    case .int(let tensor): .int(tensor.movingAxis(-1, to: 0).contiguous())
    case .float(let tensor): .float(tensor.movingAxis(-1, to: 0).contiguous())
    case .double(let tensor): .double(tensor.movingAxis(-1, to: 0).contiguous())
    }
  }

  /// What the columns of a matrix are called where nobody named them: x1, x2, ...
  var columnNames: [String] { (0..<shape[1]).map { "x\($0 + 1)" } }

  /// A matrix with one more column of whole numbers, bytes and booleans widened to hold them.
  func appendingColumn(_ values: [Int]) -> NumericArray {
    switch self {
    case .bool(let tensor): .int32(Self.append(values, to: tensor) { $0 ? 1 : 0 })
    case .uint8(let tensor): .int32(Self.append(values, to: tensor) { Int32($0) })
    case .int32(let tensor): .int32(Self.append(values, to: tensor) { $0 })
    case .int(let tensor): .int(Self.append(values, to: tensor) { $0 })
    case .float(let tensor): .float(Self.append(values, to: tensor) { $0 })
    case .double(let tensor): .double(Self.append(values, to: tensor) { $0 })
    }
  }

  private static func append<Source, Target: NumericScalar>(
    _ values: [Int], to matrix: Tensor<Source>, _ convert: (Source) -> Target
  ) -> Tensor<Target> {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    return matrix.withUnsafeBufferPointer { source in
      Tensor(uninitialized: [rows, columns + 1]) { target in
        for row in 0..<rows {
          for column in 0..<columns { target[row * (columns + 1) + column] = convert(source[row * columns + column]) }
          target[row * (columns + 1) + columns] = Target(exactly: values[row]) ?? .zero
        }
      }
    }
  }

  /// The row and column of the first element of a matrix that is NaN or infinite.
  var firstNonFinite: (row: Int, column: Int, value: Double)? {
    switch self {
    case .float(let tensor): Self.firstNonFinite(tensor)
    case .double(let tensor): Self.firstNonFinite(tensor)
    case .bool, .uint8, .int32, .int: nil
    }
  }

  private static func firstNonFinite<Scalar: FloatingScalar>(
    _ tensor: Tensor<Scalar>
  ) -> (row: Int, column: Int, value: Double)? {
    let width = tensor.shape[1]
    return tensor.withUnsafeBufferPointer { elements in
      guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return nil }
      return (index / width, index % width, Double(elements[index]))
    }
  }
}
