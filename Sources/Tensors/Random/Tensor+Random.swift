extension Tensor where Scalar: FloatingScalar {
  /// Numbers uniform in `range`, the next ones of `generator`.
  public static func uniform(
    _ shape: Shape, in range: Range<Scalar> = 0..<1, using generator: inout RandomGenerator
  ) -> Tensor {
    Tensor(uninitialized: shape) { generator.fillUniform($0, in: range) }
  }

  /// Normal numbers, the next ones of `generator`.
  public static func normal(
    _ shape: Shape, mean: Scalar = 0, deviation: Scalar = 1, using generator: inout RandomGenerator
  ) -> Tensor {
    Tensor(uninitialized: shape) { generator.fillNormal($0, mean: mean, deviation: deviation) }
  }

  /// As `numpy.random.RandomState.uniform(lower, upper, size=shape)`, bit for bit in Double.
  public static func uniform(
    _ shape: Shape, in range: Range<Double> = 0..<1, using generator: inout MersenneTwister
  ) -> Tensor {
    Tensor(uninitialized: shape) { buffer in
      for index in buffer.indices {
        buffer.initializeElement(at: index, to: Scalar(generator.uniform(range.lowerBound, range.upperBound)))
      }
    }
  }

  /// As `numpy.random.RandomState.normal(mean, deviation, size=shape)`, bit for bit in Double.
  public static func normal(
    _ shape: Shape, mean: Double = 0, deviation: Double = 1, using generator: inout MersenneTwister
  ) -> Tensor {
    Tensor(uninitialized: shape) { buffer in
      for index in buffer.indices {
        buffer.initializeElement(at: index, to: Scalar(generator.normal(mean: mean, deviation: deviation)))
      }
    }
  }
}

extension Tensor where Scalar == Int {
  /// Integers uniform in 0..<bound, the next ones of `generator`.
  public static func integers(_ shape: Shape, below bound: Int, using generator: inout RandomGenerator) -> Tensor {
    Tensor(uninitialized: shape) { generator.fillIntegers($0, below: bound) }
  }
}
