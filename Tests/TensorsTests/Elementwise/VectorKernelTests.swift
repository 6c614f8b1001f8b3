import Foundation
import Tensors
import Testing

/// The vector loops against plain ones, over sizes around the vector lengths and starts at any alignment.
@Suite struct VectorKernelTests {
  static let sizes = [1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 127, 255, 511, 512, 513, 1023, 1040, 4099]
  static let starts = [0, 1, 3, 5]

  private func expectWithin<Scalar: FloatingScalar>(_ units: Scalar, _ value: Scalar, _ expected: Double, _ what: String) {
    let rounded = Scalar(expected)
    let close = value == rounded || (value.isNaN && rounded.isNaN) || abs(value - rounded) <= units * rounded.ulp
    #expect(close, "\(what): \(value), not \(rounded)")
  }

  private func check<Scalar: FloatingScalar>(_ scalar: Scalar.Type, lowest: Double, highest: Double) {
    let references: [(ElementaryFunction, (Double) -> Double)] = [
      (.exp, { Foundation.exp($0) }), (.log, { Foundation.log($0) }), (.tanh, { Foundation.tanh($0) }),
      (.sigmoid, { 1 / (1 + Foundation.exp(-$0)) }), (.sqrt, { $0.squareRoot() }), (.rsqrt, { 1 / $0.squareRoot() }),
      (.reciprocal, { 1 / $0 }), (.floor, { $0.rounded(.down) }), (.ceil, { $0.rounded(.up) }),
      (.truncate, { $0.rounded(.towardZero) }), (.round, { $0.rounded(.toNearestOrEven) }),
    ]
    let pattern: [Double] = [0.1, -0.37, 1, 2.5, -19.25, 0.9999, lowest / 2, 700.5, 1e-5, -3.5, 33, highest / 3, 0.70710678]
    let memory = Tensor<Scalar>((0..<5000).map { Scalar(pattern[$0 % pattern.count] * (1 + Double($0) / 9000)) })
    for (function, reference) in references {
      for size in Self.sizes {
        for start in Self.starts {
          let x = memory[start..<(start + size)]
          let result = x.mapped(by: function)
          let (first, last) = (x[at: 0], x[at: -1])
          expectWithin(4, result[at: 0], reference(Double(first)), "\(function)(\(first))")
          expectWithin(4, result[at: -1], reference(Double(last)), "\(function)(\(last))")
          let whole = memory.mapped(by: function)[start..<(start + size)]
          #expect(sameBits(result, whole), "\(function) of \(size) from \(start)")
        }
      }
      for (x, y) in zip(memory.scalars, memory.mapped(by: function).scalars) {
        expectWithin(4, y, reference(Double(x)), "\(function)(\(x))")
      }
      let special: [Double] = [0, -0.0, .infinity, -.infinity, .nan, lowest, highest, -highest, 1, -1]
      let values = Tensor<Scalar>(special.map { Scalar($0) })
      for (x, y) in zip(values.scalars, values.mapped(by: function).scalars) {
        expectWithin(4, y, reference(Double(x)), "\(function)(\(x))")
      }
    }
  }

  private func sameBits<Scalar: FloatingScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Bool {
    zip(a.scalars, b.scalars).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  @Test func elementaryFunctions() {
    check(Double.self, lowest: Double.leastNonzeroMagnitude, highest: .greatestFiniteMagnitude)
    check(Float.self, lowest: Double(Float.leastNonzeroMagnitude), highest: Double(Float.greatestFiniteMagnitude))
  }

  private func checkArithmetic<Scalar: FloatingScalar>(_ scalar: Scalar.Type) {
    let operations: [(ArithmeticOperation, (Scalar, Scalar) -> Scalar)] = [
      (.add, { $0 + $1 }), (.subtract, { $0 - $1 }), (.multiply, { $0 * $1 }), (.divide, { $0 / $1 }),
      (.minimum, { $0.isNaN || $1.isNaN ? .nan : Swift.min($0, $1) }),
      (.maximum, { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) }),
    ]
    let a = Tensor<Scalar>((0..<5000).map { $0 % 97 == 5 ? .nan : Scalar(($0 * 31) % 199) - 99 })
    let b = Tensor<Scalar>((0..<5000).map { $0 % 89 == 7 ? .nan : Scalar(($0 * 17) % 211) - 105 })
    for (operation, reference) in operations {
      for size in Self.sizes {
        for start in Self.starts {
          let (x, y) = (a[start..<(start + size)], b[(start * 2)..<(start * 2 + size)])
          let (xs, ys) = (x.scalars, y.scalars)
          func expect(_ result: Tensor<Scalar>, _ expected: [Scalar], _ form: String) {
            #expect(sameBits(result, Tensor(expected)), "\(operation), \(form), \(size) from \(start)")
          }
          expect(x.combined(with: y, by: operation), zip(xs, ys).map(reference), "both")
          expect(x.combined(with: y[0], by: operation), xs.map { reference($0, ys[0]) }, "one on the right")
          expect(x[0].combined(with: y, by: operation), ys.map { reference(xs[0], $0) }, "one on the left")
          expect(x[.slice(step: -1)].combined(with: y, by: operation), zip(xs.reversed(), ys).map(reference), "backwards")
          var inPlace = x.copied()
          inPlace.combine(operation, with: y)
          expect(inPlace, zip(xs, ys).map(reference), "in place")
        }
      }
    }
  }

  @Test func arithmetic() {
    checkArithmetic(Float.self)
    checkArithmetic(Double.self)
  }

  private func checkReductions<Scalar: FloatingScalar>(_ scalar: Scalar.Type) {
    let values = Tensor<Scalar>((0..<5000).map { Scalar(($0 * 7919) % 2003) * 0.25 - 200 })
    for size in Self.sizes {
      for start in Self.starts {
        let x = values[start..<(start + size)]
        let plain = x.scalars.map { Double($0) }
        #expect(Double(x.sum()) == plain.reduce(0, +))
        #expect(Double(x.norm(.manhattan)) == plain.reduce(0) { $0 + abs($1) })
        #expect(abs(Double(x.norm()) - plain.reduce(0) { $0 + $1 * $1 }.squareRoot()) <= 1e-6 * Double(x.norm()))
        #expect(Double(x.max()) == plain.max() && Double(x.min()) == plain.min())
        let mean = plain.reduce(0, +) / Double(size)
        let variance = plain.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(size)
        #expect(abs(Double(x.variance()) - variance) <= 1e-6 * max(1, variance))
        for position in [0, size / 2, size - 1] {
          var broken = x.copied()
          broken[at: position] = .nan
          #expect(broken.max().isNaN && broken.min().isNaN && broken.sum().isNaN && broken.argmax() == position)
        }
      }
    }
  }

  @Test func reductions() {
    checkReductions(Float.self)
    checkReductions(Double.self)
  }
}
