public import Tensors

/// An array of whatever scalar its file holds. Reading keeps bytes bytes, so that 70,000 images need not be widened at once.
///
/// Halves are read as Float, 8- and 16-bit integers as Int32 (bytes as UInt8), unsigned 32- and 64-bit ones as Int.
public enum NumericArray: Sendable {
  case bool(Tensor<Bool>)
  case uint8(Tensor<UInt8>)
  case int32(Tensor<Int32>)
  case int(Tensor<Int>)
  case float(Tensor<Float>)
  case double(Tensor<Double>)
}

extension NumericArray {
  public var shape: Shape {
    switch self {
    case .bool(let tensor): tensor.shape
    case .uint8(let tensor): tensor.shape
    case .int32(let tensor): tensor.shape
    case .int(let tensor): tensor.shape
    case .float(let tensor): tensor.shape
    case .double(let tensor): tensor.shape
    }
  }

  public var count: Int { shape.elementCount }

  /// NumPy's name of the scalar: `uint8`, `float32`.
  public var scalarName: String {
    switch self {
    case .bool: "bool"
    case .uint8: "uint8"
    case .int32: "int32"
    case .int: "int64"
    case .float: "float32"
    case .double: "float64"
    }
  }

  /// The size of one element as it is held in memory.
  public var scalarSize: Int {
    switch self {
    case .bool, .uint8: 1
    case .int32, .float: 4
    case .int, .double: 8
    }
  }

  /// Whether every element is a whole number by its type.
  public var isInteger: Bool {
    switch self {
    case .bool, .uint8, .int32, .int: true
    case .float, .double: false
    }
  }
}

// MARK: - Conversion

extension NumericArray {
  /// The elements as Float, each rounded once; the tensor itself where it is Float already.
  public func floats() -> Tensor<Float> { converted() }

  /// The elements as Double.
  public func doubles() -> Tensor<Double> { converted() }

  private func converted<Scalar: FloatingScalar>() -> Tensor<Scalar> {
    switch self {
    case .bool(let tensor): Tensor(tensor)
    case .uint8(let tensor): Tensor(tensor)
    case .int32(let tensor): Tensor(tensor)
    case .int(let tensor): Tensor(tensor)
    case .float(let tensor): Tensor(tensor)
    case .double(let tensor): Tensor(tensor)
    }
  }

  /// The elements in row-major order as Int; nil unless all are whole numbers that Int holds.
  public func integers() -> [Int]? {
    switch self {
    case .bool(let tensor): tensor.scalars.map { $0 ? 1 : 0 }
    case .uint8(let tensor): tensor.scalars.map(Int.init)
    case .int32(let tensor): tensor.scalars.map(Int.init)
    case .int(let tensor): tensor.scalars
    case .float(let tensor): Self.wholeNumbers(tensor)
    case .double(let tensor): Self.wholeNumbers(tensor)
    }
  }

  private static func wholeNumbers<Scalar: FloatingScalar>(_ tensor: Tensor<Scalar>) -> [Int]? {
    var result: [Int] = []
    result.reserveCapacity(tensor.count)
    for value in tensor.scalars {
      guard let whole = Int(exactly: value) else { return nil }
      result.append(whole)
    }
    return result
  }
}

// MARK: - Rows

extension NumericArray {
  /// The rows in `range` of an array of rank 1 or more. Shape [range.count, ...]. Copies them.
  public func rows(_ range: Range<Int>) -> NumericArray {
    switch self {
    case .bool(let tensor): .bool(Self.rows(range, of: tensor))
    case .uint8(let tensor): .uint8(Self.rows(range, of: tensor))
    case .int32(let tensor): .int32(Self.rows(range, of: tensor))
    case .int(let tensor): .int(Self.rows(range, of: tensor))
    case .float(let tensor): .float(Self.rows(range, of: tensor))
    case .double(let tensor): .double(Self.rows(range, of: tensor))
    }
  }

  private static func rows<Scalar>(_ range: Range<Int>, of tensor: Tensor<Scalar>) -> Tensor<Scalar> {
    precondition(
      tensor.rank > 0 && range.lowerBound >= 0 && range.upperBound <= tensor.shape[0],
      "rows \(range) are not in an array of shape \(tensor.shape)")
    let rowLength = tensor.shape.dropFirst().reduce(1, *)
    return tensor.withUnsafeBufferPointer { source in
      let part = source[range.lowerBound * rowLength..<range.upperBound * rowLength]
      return Tensor(part, shape: Shape([range.count] + tensor.shape.dropFirst()))
    }
  }
}
