import TestSupport
import Tensors
import Testing

@Suite struct NumPyElementwiseTests {
  private static let arithmetic: [(String, ArithmeticOperation)] = [
    ("add", .add), ("subtract", .subtract), ("multiply", .multiply), ("divide", .divide), ("floorDivide", .floorDivide),
    ("remainder", .remainder), ("minimum", .minimum), ("maximum", .maximum),
  ]
  private let column = Tensor<Double>([[1.5], [-2], [0.25], [4]])
  private let row = Tensor<Double>([1, -2, 3, 0.5, -0.125])

  @Test func arithmeticBroadcasts() throws {
    let t = try NumPy.numbers
    for (name, operation) in Self.arithmetic {
      try NumPy.expect(t.combined(with: column, by: operation), "arithmetic.\(name).column")
      try NumPy.expect(row.combined(with: t[.all, ..<1], by: operation), "arithmetic.\(name).row")
      let transposed = t.transposed
      try NumPy.expect(transposed.combined(with: transposed[.slice(step: -1)], by: operation), "arithmetic.\(name).transposed")
      let single = Tensor<Float>(t).combined(with: Tensor<Float>(column), by: operation)
      try NumPy.expect(single, "arithmetic.\(name).column", tolerance: 1e-6)
    }
    try NumPy.expect(t.abs().power(column), "arithmetic.power.column", tolerance: 1e-15)
    try NumPy.expect(try NumPy.tensor("with_nan").minimum(column), "arithmetic.minimum.nan")
  }

  @Test func comparisonsBroadcast() throws {
    let t = try NumPy.numbers
    let withNaN = try NumPy.tensor("with_nan")
    try NumPy.expect(t .< column, "compare.less")
    try NumPy.expect(row .>= t, "compare.greaterOrEqual")
    try NumPy.expect(withNaN .== withNaN, "compare.equal_nan")
    #expect(t == t.copied() && withNaN != withNaN && t != t[..<2])
    #expect((t .< 1) == (1 .> t))
    #expect(((t .< 1) .| (t .>= 1)).all() && !((t .< 1) .& (t .>= 1)).any() && ((t .< 1) .^ (.!(t .< 1))).all())
  }

  static let functions: [(String, ElementaryFunction, argument: String)] = [
    ("exp", .exp, "wide"), ("exp2", .exp2, "wide"), ("expm1", .expm1, "wide"), ("sin", .sin, "wide"), ("cos", .cos, "wide"),
    ("tan", .tan, "wide"), ("arctan", .atan, "wide"), ("sinh", .sinh, "wide"), ("cosh", .cosh, "wide"), ("tanh", .tanh, "wide"),
    ("arcsinh", .asinh, "wide"), ("floor", .floor, "wide"), ("ceil", .ceil, "wide"), ("trunc", .truncate, "wide"),
    ("rint", .round, "wide"), ("cbrt", .cbrt, "wide"), ("sigmoid", .sigmoid, "wide"), ("softplus", .softplus, "wide"),
    ("arcsin", .asin, "unit"), ("arccos", .acos, "unit"), ("arctanh", .atanh, "unit"), ("log1p", .log1p, "unit"),
    ("log", .log, "positive"), ("log2", .log2, "positive"), ("log10", .log10, "positive"), ("sqrt", .sqrt, "positive"),
    ("reciprocal", .reciprocal, "positive"), ("arccosh", .acosh, "above_one"),
  ]

  /// Double to 4 units in the last place; Float to 4 of its own, beside what the rounding of the argument does.
  @Test(arguments: functions.indices) func functionsOfOneOperand(number: Int) throws {
    let (name, function, argument) = Self.functions[number]
    let x = try NumPy.tensor("argument.\(argument)")
    try NumPy.expect(x.mapped(by: function), "function.\(name)", tolerance: 1e-15)
    let expected = try NumPy.tensor("function.\(name)").scalars
    let single = Tensor<Float>(x).mapped(by: function)
    for (i, (value, expected)) in zip(single.scalars, expected).enumerated() {
      let at = x[at: i]
      let slope = abs(Tensor<Double>([at + abs(at) * 1e-6]).mapped(by: function)[at: 0] - expected) / 1e-6
      let tolerance = 1.2e-7 * (2 * abs(expected) + slope.magnitude) + 1e-38
      #expect(abs(Double(value) - expected) <= tolerance || expected > 3e38, "\(name)(\(at)): \(value), not \(expected)")
    }
    // A strided view gives the same bits as contiguous memory.
    let doubled = Tensor<Double>.stacked([x, x], axis: 1)
    #expect(doubled[.all, 1].mapped(by: function) == x.mapped(by: function))
  }

  @Test func signFunctionsOfEveryScalar() throws {
    let x = try NumPy.tensor("argument.wide")
    try NumPy.expect(x.abs(), "function.absolute")
    try NumPy.expect(x.sign(), "function.sign")
    try NumPy.expect(x.square(), "function.square")
    try NumPy.expect(x.clipped(-1.5, 2), "function.clip")
    #expect(Tensor<Int32>([-3, 0, 4]).sign() == Tensor([-1, 0, 1]))
    #expect(Tensor<Int>([-3, 0, 4]).relu() == Tensor([0, 0, 4]))
    #expect((-Tensor<Float>([-3, 4])).abs() == Tensor([3, 4]))
    #expect(Tensor<Double>([1, .nan, .infinity]).isNaN() == Tensor([false, true, false]))
    #expect(Tensor<Float>([1, .nan, .infinity]).isFinite() == Tensor([true, false, false]))
    #expect(Tensor<Float>([4, 0.25]).rsqrt() == Tensor([0.5, 2]))
    #expect(Tensor<Int>([2, -3, 7]).power(3) == Tensor([8, -27, 343]))
    #expect(Tensor<UInt8>([200]) + 100 == Tensor([44]))
  }
}
