import Networks
import TestSupport
import Tensors
import Testing

@Suite struct OptimizerTests {
  static let rules: [(String, any Optimizer)] = [
    ("sgd", SGD()), ("sgd decay", SGD(weightDecay: 0.1)), ("sgd momentum", SGD(momentum: 0.9, weightDecay: 0.1)),
    ("sgd dampening", SGD(momentum: 0.8, dampening: 0.3)),
    ("sgd nesterov", SGD(momentum: 0.9, nesterov: true, weightDecay: 0.01)), ("adam", Adam()),
    ("adam decay", Adam(beta1: 0.8, beta2: 0.95, epsilon: 1e-4, weightDecay: 0.1)), ("adamw", Adam.decoupled()),
    ("adamw decay", Adam.decoupled(weightDecay: 0.3)), ("rmsprop", RMSprop()),
    ("rmsprop momentum", RMSprop(smoothing: 0.9, momentum: 0.5, weightDecay: 0.1)),
    ("rmsprop centered", RMSprop(smoothing: 0.9, epsilon: 1e-3, centered: true)),
    ("rmsprop both", RMSprop(smoothing: 0.9, epsilon: 1e-3, momentum: 0.5, centered: true)),
  ]

  @Test(arguments: rules.indices)
  func twentyStepsEndWherePyTorchDoes(index: Int) throws {
    let (name, rule) = Self.rules[index]
    let fixture = try networkFixture("optimizers")
    let two = try TwoParameters()
    two.take(0..<20, OptimizerState(rule, for: two.parameters))
    for parameter in ["a", "b"] {
      let value = try two.parameters.value(parameter).scalars
      #expect(relativeDifference(value, fixture["\(name).\(parameter)"].data) < 1e-12, "\(name) \(parameter)")
    }
  }

  /// A state written down after 7 steps and taken up by another object goes on to the same bytes.
  @Test(arguments: rules.indices)
  func aStateTakenUpGoesOnTheSame(index: Int) throws {
    let rule = Self.rules[index].1
    let two = try TwoParameters()
    let first = OptimizerState(rule, for: two.parameters)
    two.take(0..<7, first)
    let (values, state) = (two.parameters.stateDictionary, first.stateDictionary)
    #expect(Set(state.keys) == Set(rule.stateNames.flatMap { ["a.\($0)", "b.\($0)"] }))
    two.take(7..<20, first)

    let other = try TwoParameters()
    try other.parameters.load(values)
    let second = OptimizerState(rule, for: other.parameters)
    try second.load(state, step: 7)
    other.take(7..<20, second)
    #expect(second.step == 20)
    for name in ["a", "b"] { #expect(try other.parameters.value(name).scalars == two.parameters.value(name).scalars) }
  }

  @Test func aStateThatDoesNotFitIsRefused() throws {
    let two = try TwoParameters()
    let state = OptimizerState(SGD(momentum: 0.9), for: two.parameters)
    let good = state.stateDictionary
    #expect(throws: NetworkError.stateDictionary(missing: ["b.momentum"], unexpected: ["c.momentum"])) {
      try state.load(["a.momentum": good["a.momentum"]!, "c.momentum": good["b.momentum"]!], step: 1)
    }
    #expect(throws: NetworkError.valueShape(name: "b.momentum", expected: [5], found: [4])) {
      try state.load(["a.momentum": good["a.momentum"]!, "b.momentum": Tensor.zeros([4])], step: 1)
    }
    #expect(state.step == 0)
  }
}

@Suite struct GradientClippingTests {
  private func clipped(_ clipping: GradientClipping) throws -> [[Double]] {
    let two = try TwoParameters()
    two.setGradients(step: 0)
    two.parameters.clipGradients(clipping)
    return try ["a", "b"].map { try two.parameters.gradient($0).scalars }
  }

  @Test(arguments: [0.5, 100])
  func normsAreThoseOfPyTorch(largest: Double) throws {
    let fixture = try networkFixture("optimizers")
    let name = "clip norm \(largest == 100 ? "100" : "0.5")"
    let two = try TwoParameters()
    two.setGradients(step: 0)
    #expect(relativeDifference([two.parameters.gradientNorm], fixture["\(name).norm"].data) < 1e-14)
    let gradients = try clipped(.norm(largest))
    #expect(relativeDifference(gradients[0], fixture["\(name).a"].data) < 1e-14)
    #expect(relativeDifference(gradients[1], fixture["\(name).b"].data) < 1e-14)
  }

  @Test func valuesAreLimited() throws {
    let fixture = try networkFixture("optimizers")
    let gradients = try clipped(.value(0.7))
    #expect(gradients[0] == fixture["clip value.a"].data)
    #expect(gradients[1] == fixture["clip value.b"].data)
    #expect(gradients.joined().contains(0.7))
  }
}
