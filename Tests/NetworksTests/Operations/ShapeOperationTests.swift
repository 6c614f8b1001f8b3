import Networks
import TestSupport
import Tensors
import Testing

/// Operations that rearrange, join, broadcast or reduce: values and gradients as PyTorch gives them, gradients as differences do.
@Suite struct ShapeOperationTests {
  /// An operation over inputs of given shapes, as the script beside the fixture has it under the same name.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let operation: any Operation
    let shapes: [Shape]
    /// Added to the inputs' numbers.
    var shifts: [Double] = []
    /// Further inputs without a gradient.
    var constants: [Tensor<Double>] = []
    /// Whether the function is smooth around the inputs, so that differences say what the gradient is.
    var isSmooth = true

    var testDescription: String { name }

    func probe() throws -> OperationProbe {
      let inputs = shapes.enumerated().map { index, shape in
        numbers(shape, seed: UInt64(index + 1)) + (index < shifts.count ? shifts[index] : 0)
      }
      return try OperationProbe(operation, inputs + constants)
    }
  }

  @Test(arguments: cases)
  func valuesAndGradientsAreThoseOfPyTorch(_ item: Case) throws {
    let fixture = try networkFixture("shapes")
    let probe = try item.probe()
    let value = probe.forward()
    let expected = fixture["\(item.name).value"]
    #expect(value.shape == Shape(expected.shape))
    #expect(relativeDifference(value.scalars, expected.data) < 1e-13)
    let gradients = probe.gradients(weights: numbers(value.shape, seed: 99))
    for index in item.shapes.indices {
      let expected = fixture["\(item.name).gradient\(index)"]
      #expect(gradients[index]?.shape == Shape(expected.shape))
      #expect(relativeDifference(gradients[index]?.scalars ?? [], expected.data) < 1e-13)
    }
  }

  @Test(arguments: cases.filter(\.isSmooth))
  func gradientsAgreeWithDifferences(_ item: Case) throws {
    #expect(try item.probe().gradientError() < 1e-6)
  }

  static let cases: [Case] = elementwise + products + reductions + rearranging + attention

  static let elementwise: [Case] = {
    let functions: [(String, ElementwiseOperation.Function)] = [
      ("add", .add), ("subtract", .subtract), ("multiply", .multiply), ("divide", .divide),
    ]
    let shapes: [[Shape]] = [
      [[2, 3], [2, 3]], [[2, 3, 4], [4]], [[3, 1], [2, 1, 5]], [[], [2, 3]], [[2, 1, 3], [1, 4, 1]],
    ]
    return functions.flatMap { name, function in
      shapes.map { Case(name: "\(name) \($0[0]) \($0[1])", operation: ElementwiseOperation(function), shapes: $0, shifts: [0, 1.5]) }
    }
  }()

  static let products: [Case] = {
    let shapes: [[Shape]] = [
      [[3, 4], [4, 5]], [[2, 3, 4], [4, 5]], [[2, 3, 4], [2, 4, 5]], [[3, 1, 2, 4], [2, 4, 3]], [[4], [4, 3]], [[2, 3, 4], [4]],
      [[4], [4]], [[3, 4], [2, 4, 1]],
    ]
    return shapes.map { Case(name: "matmul \($0[0]) \($0[1])", operation: MatrixProductOperation(), shapes: $0) }
  }()

  static let reductions: [Case] = {
    let functions: [(String, ReductionOperation.Function)] = [
      ("sum", .sum), ("mean", .mean), ("maximum", .maximum), ("minimum", .minimum),
    ]
    var cases: [Case] = []
    for (name, function) in functions {
      for axes in [[1], [0, 2], [-1], [0, 1, 2]] {
        for keeps in [false, true] {
          cases.append(
            Case(
              name: "\(name) \(axes) \(keeps ? "keep" : "drop")",
              operation: ReductionOperation(function, axes: axes, keepsAxes: keeps), shapes: [[3, 4, 5]]))
        }
      }
    }
    return cases
  }()

  static let rearranging: [Case] = [
    Case(name: "concatenate", operation: ConcatenateOperation(axis: 1), shapes: [[2, 3, 2], [2, 1, 2], [2, 4, 2]]),
    Case(name: "permute", operation: PermuteOperation(axes: [2, 0, 1]), shapes: [[3, 4, 5]]),
    Case(name: "exchange", operation: PermuteOperation(exchanging: 0, -1), shapes: [[3, 4, 5]]),
    Case(
      name: "slice",
      operation: SliceOperation([
        .init(axis: 0, start: 1, end: -1), .init(axis: -1, step: 2), .init(axis: 1, step: -2),
      ]), shapes: [[4, 5, 5]]),
    Case(
      name: "gather 0", operation: GatherOperation(), shapes: [[4, 5]], constants: [Tensor([0, 3, -1, 1, 0, 3], shape: [2, 3])]),
    Case(name: "gather 1", operation: GatherOperation(axis: 1), shapes: [[2, 3, 4]], constants: [Tensor([2, 0, -1])]),
  ]

  static let attention: [Case] = {
    let shapes: [Shape] = [[2, 5, 3], [2, 7, 3], [2, 7, 4]]
    let forbidden = numbers([5, 7], seed: 9).scalars
    let mask = zip(numbers([5, 7], seed: 8).scalars, forbidden).map { $1 > 0.3 ? -Double.infinity : $0 }
    return [
      Case(name: "attention", operation: AttentionOperation(), shapes: shapes),
      Case(name: "attention causal", operation: AttentionOperation(isCausal: true), shapes: shapes),
      Case(
        name: "attention mask", operation: AttentionOperation(scale: 0.7), shapes: shapes,
        constants: [Tensor(mask, shape: [5, 7])]),
      Case(name: "attention heads", operation: AttentionOperation(heads: 2), shapes: [[2, 5, 6], [2, 7, 6], [2, 7, 8]]),
    ]
  }()
}

extension ShapeOperationTests {
  @Test func tiesShareTheGradient() throws {
    let fixture = try networkFixture("shapes")
    let x = (numbers([3, 7], seed: 1) * 2).mapped(by: .round) / 2
    let probe = try OperationProbe(ReductionOperation(.maximum, axes: [1]), [x])
    #expect(probe.forward().scalars == fixture["maximum ties.value"].data)
    let gradient = probe.gradients(weights: numbers([3], seed: 99))[0]
    #expect(relativeDifference(gradient?.scalars ?? [], fixture["maximum ties.gradient0"].data) < 1e-14)
  }

  @Test(arguments: [4, -5, 0.5, .nan, .infinity, 1e300])
  func whatIsNoIndexTakesNaN(index: Double) throws {
    let probe = try OperationProbe(GatherOperation(), [numbers([4, 2], seed: 1), Tensor([1, index])])
    let value = probe.forward().scalars
    #expect(Array(value.prefix(2)) == Array(numbers([4, 2], seed: 1).scalars[2..<4]))
    #expect(value.suffix(2).allSatisfy { $0.isNaN })
    #expect(probe.gradients(weights: Tensor.ones([2, 2]))[0]?.scalars == [0, 0, 1, 1, 0, 0, 0, 0])
  }

  @Test func aQueryThatMayAttendToNothingGivesZeros() throws {
    let mask = Tensor<Double>([-Double.infinity, -Double.infinity, 0, 0], shape: [2, 2])
    let value = try OperationProbe(
      AttentionOperation(), [numbers([2, 3], seed: 1), numbers([2, 3], seed: 2), numbers([2, 3], seed: 3), mask]
    ).forward()
    #expect(Array(value.scalars.prefix(3)) == [0, 0, 0])
    #expect(value.scalars.allSatisfy { $0.isFinite })
    let lost = Tensor<Double>([Double.nan, -Double.infinity, 0, 0], shape: [2, 2])
    let values = try OperationProbe(
      AttentionOperation(), [numbers([2, 3], seed: 1), numbers([2, 3], seed: 2), numbers([2, 3], seed: 3), lost]
    ).forward()
    #expect(values.scalars.prefix(3).allSatisfy { $0.isNaN })
  }

  @Test func whatDoesNotFitIsNamed() throws {
    func reason(_ operation: any Operation, _ shapes: Shape...) -> String {
      do {
        return "accepted: \(try operation.outputShape(of: shapes))"
      } catch {
        return error.reason
      }
    }
    #expect(reason(ElementwiseOperation(.add), [2, 3], [4]) == "shapes [2, 3] and [4] do not broadcast")
    #expect(reason(MatrixProductOperation(), [2, 3], [4, 2]) == "inner extents 3 and 4 of shapes [2, 3] and [4, 2] differ")
    #expect(reason(MatrixProductOperation(), [2, 3, 4], [3, 4, 2]) == "the leading axes of shapes [2, 3, 4] and [3, 4, 2] do not broadcast")
    #expect(reason(ConcatenateOperation(axis: 1), [2, 3], [3, 3]) == "shapes [2, 3] and [3, 3] cannot be joined along axis 1")
    #expect(reason(ConcatenateOperation(axis: 2), [2, 3], [2, 3]) == "shape [2, 3] has no axis 2")
    #expect(reason(PermuteOperation(axes: [0, 1]), [2, 3, 4]) == "axes [0, 1] are no order of those of shape [2, 3, 4]")
    #expect(reason(PermuteOperation(axes: [0, 1, 1]), [2, 3, 4]) == "axes [0, 1, 1] name one axis of shape [2, 3, 4] twice")
    #expect(reason(ReductionOperation(.sum, axes: [3]), [2, 3]) == "shape [2, 3] has no axis 3")
    #expect(
      reason(SliceOperation([.init(axis: 1, start: 3)]), [2, 3])
        == "nothing is left of axis 1 of shape [2, 3] between its start and its end")
    #expect(reason(AttentionOperation(heads: 2), [1, 4, 3], [1, 4, 3], [1, 4, 4]).contains("2 heads"))
    #expect(reason(AttentionOperation(), [1, 4, 3], [1, 5, 2], [1, 5, 4]) == "queries [1, 4, 3], keys [1, 5, 2] and values [1, 5, 4] do not fit")
  }
}
