import TestSupport
import Tensors
import Testing

/// What NumPy made, by name (see Fixtures/make_numpy.py).
enum NumPy {
  private static let fixture = Result { try Fixture("numpy") }

  static func tensor(_ name: String) throws -> Tensor<Double> {
    let array = try fixture.get()[name]
    return Tensor(array.data, shape: Shape(array.shape))
  }

  /// The [3, 4, 5] numbers that most cases begin with: multiples of 1/8, so that sums of them are exact.
  static var numbers: Tensor<Double> { get throws { try tensor("numbers") } }

  /// Expects the shape and the values of NumPy's result, `tolerance` apart at most, relative to values above one.
  static func expect<Scalar: NumericScalar>(
    _ result: Tensor<Scalar>, _ name: String, tolerance: Double = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try tensor(name)
    #expect(result.shape == expected.shape, "\(name)", sourceLocation: sourceLocation)
    let difference = relativeDifference(Tensor<Double>(result).scalars, expected.scalars)
    #expect(difference <= tolerance, "\(name): \(result) instead of \(expected)", sourceLocation: sourceLocation)
  }

  static func expect(
    _ result: Tensor<Bool>, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expect(Tensor<UInt8>(result), name, sourceLocation: sourceLocation)
  }
}
