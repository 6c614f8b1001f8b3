import Networks
import TestSupport
import Testing

@Suite struct LearningRateScheduleTests {
  static let schedules: [(String, LearningRateSchedule)] = [
    ("constant", .constant), ("step", .step(size: 7, factor: 0.3)), ("multi-step", .multiStep([3, 11, 12, 25], factor: 0.5)),
    ("exponential", .exponential(factor: 0.9)), ("cosine", .cosine(steps: 12, floor: 0.01)),
    ("linear", .linear(steps: 9, from: 0.25, to: 0.75)), ("one-cycle", .oneCycle(steps: 30)),
    ("one-cycle short", .oneCycle(steps: 30, rise: 0.5, startDivisor: 10, endDivisor: 100)),
    ("warm-up cosine", .warmUp(steps: 5, from: 0.1, then: .cosine(steps: 25))),
    ("warm-up linear", .warmUp(steps: 6, from: 0.2, then: .linear(steps: 20, from: 1, to: 0))),
  ]

  /// Relative to the base rate of 0.1: PyTorch multiplies step by step, which costs it some digits.
  @Test(arguments: schedules.indices)
  func ratesAreThoseOfPyTorch(index: Int) throws {
    let (name, schedule) = Self.schedules[index]
    let expected = try networkFixture("optimizers")["schedule \(name)"].data
    let rates = (0..<30).map { schedule.rate(base: 0.1, step: $0) }
    #expect(relativeDifference(rates.map { $0 / 0.1 }, expected.map { $0 / 0.1 }) < 1e-12)
  }
}
