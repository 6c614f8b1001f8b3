// Functions of one operand: by value, in place and into memory that is there already.

extension Tensor where Scalar: NumericScalar {
  public func mapped(by function: SignFunction) -> Tensor {
    let result = Tensor(uninitialized: shape)
    Scalar.map(function, StridedLoops(layout, result.layout), storage.pointer, into: result.storage.pointer)
    return result
  }

  /// In place.
  public mutating func map(_ function: SignFunction) {
    makeWritable()
    Scalar.map(function, StridedLoops(layout, layout), storage.pointer, into: storage.pointer)
  }

  public func abs() -> Tensor { mapped(by: .absolute) }
  /// -1, 0 or 1; NaN for NaN.
  public func sign() -> Tensor { mapped(by: .sign) }
  public func square() -> Tensor { mapped(by: .square) }
  /// max(x, 0).
  public func relu() -> Tensor { mapped(by: .relu) }
}

extension Tensor where Scalar: FloatingScalar {
  public func mapped(by function: ElementaryFunction) -> Tensor {
    let result = Tensor(uninitialized: shape)
    Scalar.map(function, StridedLoops(layout, result.layout), storage.pointer, into: result.storage.pointer)
    return result
  }

  /// In place.
  public mutating func map(_ function: ElementaryFunction) {
    makeWritable()
    Scalar.map(function, StridedLoops(layout, layout), storage.pointer, into: storage.pointer)
  }

  /// Written to `result`, whose memory is used again if it has the right shape.
  public func map(_ function: ElementaryFunction, into result: inout Tensor) {
    result.prepareForOverwriting(shape: shape)
    Scalar.map(function, StridedLoops(layout, result.layout), storage.pointer, into: result.storage.pointer)
  }

  public func exp() -> Tensor { mapped(by: .exp) }
  public func exp2() -> Tensor { mapped(by: .exp2) }
  public func expm1() -> Tensor { mapped(by: .expm1) }
  public func log() -> Tensor { mapped(by: .log) }
  public func log2() -> Tensor { mapped(by: .log2) }
  public func log10() -> Tensor { mapped(by: .log10) }
  public func log1p() -> Tensor { mapped(by: .log1p) }

  public func sqrt() -> Tensor { mapped(by: .sqrt) }
  /// 1 / sqrt(x).
  public func rsqrt() -> Tensor { mapped(by: .rsqrt) }
  public func cbrt() -> Tensor { mapped(by: .cbrt) }
  public func reciprocal() -> Tensor { mapped(by: .reciprocal) }

  public func sin() -> Tensor { mapped(by: .sin) }
  public func cos() -> Tensor { mapped(by: .cos) }
  public func tan() -> Tensor { mapped(by: .tan) }
  public func asin() -> Tensor { mapped(by: .asin) }
  public func acos() -> Tensor { mapped(by: .acos) }
  public func atan() -> Tensor { mapped(by: .atan) }

  public func sinh() -> Tensor { mapped(by: .sinh) }
  public func cosh() -> Tensor { mapped(by: .cosh) }
  public func tanh() -> Tensor { mapped(by: .tanh) }
  public func asinh() -> Tensor { mapped(by: .asinh) }
  public func acosh() -> Tensor { mapped(by: .acosh) }
  public func atanh() -> Tensor { mapped(by: .atanh) }

  /// 1 / (1 + exp(-x)).
  public func sigmoid() -> Tensor { mapped(by: .sigmoid) }
  /// log(1 + exp(x)).
  public func softplus() -> Tensor { mapped(by: .softplus) }
  public func erf() -> Tensor { mapped(by: .erf) }

  public func floor() -> Tensor { mapped(by: .floor) }
  public func ceil() -> Tensor { mapped(by: .ceil) }
  public func truncate() -> Tensor { mapped(by: .truncate) }
  /// To the nearest integer, halves to the even one.
  public func round() -> Tensor { mapped(by: .round) }

  private func classified(_ question: FloatingClass) -> Tensor<Bool> {
    let result = Tensor<Bool>(uninitialized: shape)
    Scalar.classify(question, StridedLoops(layout, result.layout), storage.pointer, into: result.storage.pointer)
    return result
  }

  public func isNaN() -> Tensor<Bool> { classified(.nan) }
  public func isFinite() -> Tensor<Bool> { classified(.finite) }
  public func isInfinite() -> Tensor<Bool> { classified(.infinite) }
}
