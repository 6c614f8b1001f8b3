#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// How the learning rate changes from step to step; what a step is, a batch or an epoch, is whoever asks to say.
///
/// The rules are those of PyTorch's schedulers, in closed form: the rate at a step depends on nothing but the step.
public indirect enum LearningRateSchedule: Sendable, Hashable {
  case constant
  /// Times `factor` after every `size` steps: `StepLR`.
  case step(size: Int, factor: Double)
  /// Times `factor` at each of the steps named: `MultiStepLR`.
  case multiStep([Int], factor: Double)
  /// Times `factor` at every step: `ExponentialLR`.
  case exponential(factor: Double)
  /// Half a cosine wave from the base rate down to `floor` in `steps` steps, and up again: `CosineAnnealingLR`.
  case cosine(steps: Int, floor: Double = 0)
  /// The base rate times a factor that goes from `start` to `end` in `steps` steps and stays there: `LinearLR`.
  case linear(steps: Int, from: Double, to: Double)
  /// From `start` times the base rate up to it in `steps` steps, and then another schedule from its beginning.
  case warmUp(steps: Int, from: Double, then: LearningRateSchedule)
  /// From the base rate / `startDivisor` up to it in the first `rise` of all `steps`, then down to the first rate / `endDivisor`, along
  /// cosines: `OneCycleLR` (Smith and Topin 2018).
  case oneCycle(steps: Int, rise: Double = 0.3, startDivisor: Double = 25, endDivisor: Double = 1e4)

  /// The rate for step number `step`, counted from 0.
  public func rate(base: Double, step: Int) -> Double {
    switch self {
    case .constant: return base
    case .step(let size, let factor): return base * power(factor, step / Swift.max(size, 1))
    case .multiStep(let steps, let factor): return base * power(factor, steps.count { $0 <= step })
    case .exponential(let factor): return base * power(factor, step)
    case .cosine(let steps, let floor):
      return floor + (base - floor) * (1 + cos(.pi * Double(step) / Double(Swift.max(steps, 1)))) / 2
    case .linear(let steps, let start, let end):
      return base * (start + (end - start) * fraction(Double(step), of: Double(steps)))
    case .warmUp(let steps, let start, let next):
      guard step >= steps else { return base * (start + (1 - start) * fraction(Double(step), of: Double(steps))) }
      return next.rate(base: base, step: step - steps)
    case .oneCycle(let steps, let rise, let startDivisor, let endDivisor):
      let (start, top, last) = (base / startDivisor, rise * Double(steps) - 1, Double(steps - 1))
      let now = Double(step)
      if now <= top { return alongCosine(from: start, to: base, fraction(now, of: top)) }
      return alongCosine(from: base, to: start / endDivisor, fraction(now - top, of: last - top))
    }
  }

  private func fraction(_ part: Double, of whole: Double) -> Double { whole > 0 ? Swift.min(part / whole, 1) : 1 }

  private func alongCosine(from start: Double, to end: Double, _ fraction: Double) -> Double {
    end + (start - end) / 2 * (1 + cos(.pi * fraction))
  }
}
