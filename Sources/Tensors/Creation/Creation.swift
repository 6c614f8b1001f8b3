extension Tensor {
  /// A tensor of no axes: one element, shape [].
  public init(scalar: Scalar) {
    self.init(uninitialized: [])
    storage.pointer.initialize(to: scalar)
  }

  public static func full(_ shape: Shape, _ value: Scalar) -> Tensor { Tensor(repeating: value, shape: shape) }
}

// MARK: - From nested arrays

extension Tensor {
  /// A matrix of these rows. Traps unless they are of one length. Shape [rows.count, rows[0].count].
  public init(_ rows: [[Scalar]]) {
    let columns = rows.first?.count ?? 0
    precondition(
      rows.allSatisfy { $0.count == columns }, "the rows of a matrix have one length, not \(rows.map(\.count))")
    self.init(rows.flatMap { $0 }, shape: [rows.count, columns])
  }

  /// These matrices, stacked. Traps unless they are of one shape. Shape [matrices.count, rows, columns].
  public init(_ matrices: [[[Scalar]]]) {
    let rows = matrices.first?.count ?? 0
    precondition(matrices.allSatisfy { $0.count == rows }, "the matrices have one height, not \(matrices.map(\.count))")
    let flat = Tensor(matrices.flatMap { $0 })
    self.init(storage: flat.storage, layout: Layout(contiguous: [matrices.count, rows, matrices.isEmpty ? 0 : flat.shape[1]]))
  }
}

// MARK: - Numbers

extension Tensor where Scalar: NumericScalar {
  public static func ones(_ shape: Shape) -> Tensor { Tensor(repeating: 1, shape: shape) }

  /// The identity matrix. Shape [size, size].
  public static func identity(_ size: Int) -> Tensor {
    var result = Tensor.zeros([size, size])
    result.withUnsafeMutableBufferPointer { for i in 0..<size { $0[i * (size + 1)] = 1 } }
    return result
  }

  /// A matrix with `diagonal` on its main diagonal, zero elsewhere. Shape [n, n].
  public static func diagonal(_ diagonal: Tensor) -> Tensor {
    precondition(diagonal.rank == 1, "a diagonal is a vector, not of shape \(diagonal.shape)")
    let size = diagonal.count
    var result = Tensor.zeros([size, size])
    result.withUnsafeMutableBufferPointer { target in
      diagonal.withUnsafeBufferPointer { for i in 0..<size { target[i * (size + 1)] = $0[i] } }
    }
    return result
  }
}

extension Tensor where Scalar: NumericScalar & FixedWidthInteger {
  /// `start`, `start + step`, ... up to but without `end`. Shape [count].
  public static func arange(_ start: Scalar, _ end: Scalar, step: Int = 1) -> Tensor {
    Tensor(Tensor<Int>(Array(stride(from: Int(start), to: Int(end), by: step))))
  }

  /// 0, 1, ... up to but without `end`. Shape [end].
  public static func arange(_ end: Scalar) -> Tensor { arange(0, end) }
}

extension Tensor where Scalar: FloatingScalar {
  /// `start`, `start + step`, ... up to but without `end`. Shape [count].
  public static func arange(_ start: Scalar, _ end: Scalar, step: Scalar = 1) -> Tensor {
    Tensor(Tensor<Double>(Array(stride(from: Double(start), to: Double(end), by: Double(step)))))
  }

  /// 0, 1, ... up to but without `end`. Shape [end].
  public static func arange(_ end: Scalar) -> Tensor { arange(0, end) }

  /// `count` evenly spaced numbers from `start` to `end`, both included. Shape [count].
  public static func linspace(_ start: Scalar, _ end: Scalar, count: Int) -> Tensor {
    precondition(count >= 0, "linspace makes no \(count) numbers")
    let (first, last) = (Double(start), Double(end))
    let step = (last - first) / Double(Swift.max(count - 1, 1))
    return Tensor(Tensor<Double>((0..<count).map { $0 == count - 1 && $0 > 0 ? last : first + Double($0) * step }))
  }
}
