internal import CKernels

// The reducers are types without stored choices, so that the loops over them are compiled for each choice.

/// What of an element is added up.
protocol SumTerm {
  static func of(_ value: Int) -> Int
  static func of(_ value: Double) -> Double
  static var kernel: fathom_sum_kind { get }
}

enum ElementTerm: SumTerm {
  @inline(__always) static func of(_ value: Int) -> Int { value }
  @inline(__always) static func of(_ value: Double) -> Double { value }
  static var kernel: fathom_sum_kind { FATHOM_SUM_ELEMENTS }
}

enum MagnitudeTerm: SumTerm {
  @inline(__always) static func of(_ value: Int) -> Int { value < 0 ? 0 &- value : value }
  @inline(__always) static func of(_ value: Double) -> Double { value.magnitude }
  static var kernel: fathom_sum_kind { FATHOM_SUM_MAGNITUDES }
}

enum SquareTerm: SumTerm {
  @inline(__always) static func of(_ value: Int) -> Int { value &* value }
  @inline(__always) static func of(_ value: Double) -> Double { value * value }
  static var kernel: fathom_sum_kind { FATHOM_SUM_SQUARES }
}

/// Integers, added up as Int. Overflow wraps around.
struct IntegerSum<Element: FixedWidthInteger & BitwiseCopyable, Term: SumTerm>: Reducer {
  var identity: Int { 0 }

  @inline(__always)
  private func term(_ element: Element) -> Int { Term.of(Int(truncatingIfNeeded: element)) }

  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Int {
    var sum = 0
    if stride == 1 {
      for i in 0..<count { sum &+= term(elements[i]) }
    } else {
      for i in 0..<count { sum &+= term(elements[i &* stride]) }
    }
    return sum
  }

  @inline(__always)
  func accumulate(_ partial: inout Int, _ element: Element, number: Int) { partial &+= term(element) }
  @inline(__always)
  func merge(_ partial: inout Int, _ later: Int) { partial &+= later }
  @inline(__always)
  func result(_ partial: Int) -> Int { partial }
}

/// The mean of integers.
struct IntegerMean<Element: FixedWidthInteger & BitwiseCopyable>: Reducer {
  private let sum = IntegerSum<Element, ElementTerm>()
  let count: Int

  init(count: Int) { self.count = count }

  var identity: Int { 0 }
  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Int {
    sum.line(elements, stride: stride, count: count, first: first)
  }
  @inline(__always)
  func accumulate(_ partial: inout Int, _ element: Element, number: Int) {
    sum.accumulate(&partial, element, number: number)
  }
  @inline(__always)
  func merge(_ partial: inout Int, _ later: Int) { partial &+= later }
  @inline(__always)
  func result(_ partial: Int) -> Double { Double(partial) / Double(count) }
}

/// Floating-point scalars, added up as Double in blocks. `center` is taken from each element first.
struct FloatingSum<Element: FloatingScalar, Term: SumTerm>: Reducer {
  var center: Double = 0
  var finish = SumFinish()
  var identity: Double { 0 }

  @inline(__always)
  private func term(_ element: Element) -> Double { Term.of(Double(element) - center) }

  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Double {
    if stride == 1 && count >= 16 {
      let raw = UnsafeRawPointer(elements)
      if Element.self == Float.self {
        return fathom_sum_f32(Term.kernel, raw.assumingMemoryBound(to: Float.self), count, center)
      }
      if Element.self == Double.self {
        return fathom_sum_f64(Term.kernel, raw.assumingMemoryBound(to: Double.self), count, center)
      }
    }
    var total = 0.0
    for start in Swift.stride(from: 0, to: count, by: 128) {
      var block = 0.0
      for i in start..<min(start + 128, count) { block += term(elements[i &* stride]) }
      total += block
    }
    return total
  }

  @inline(__always)
  func accumulate(_ partial: inout Double, _ element: Element, number: Int) { partial += term(element) }
  @inline(__always)
  func merge(_ partial: inout Double, _ later: Double) { partial += later }
  @inline(__always)
  func result(_ partial: Double) -> Element {
    let quotient = partial / finish.divisor
    return Element(finish.isRoot ? quotient.squareRoot() : quotient)
  }
}

/// Sums of differences from one centre for each result.
struct CenteredSum<Element: FloatingScalar, Term: SumTerm>: Reducer {
  private let centers: UnsafePointer<Element>
  private var sum = FloatingSum<Element, Term>()

  init(centers: UnsafePointer<Element>, finish: SumFinish) {
    self.centers = centers
    sum.finish = finish
  }

  @inline(__always)
  func forResult(_ number: Int) -> Self {
    var result = self
    result.sum.center = Double(centers[number])
    return result
  }

  var identity: Double { 0 }
  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Double {
    sum.line(elements, stride: stride, count: count, first: first)
  }
  @inline(__always)
  func accumulate(_ partial: inout Double, _ element: Element, number: Int) {
    sum.accumulate(&partial, element, number: number)
  }
  @inline(__always)
  func merge(_ partial: inout Double, _ later: Double) { partial += later }
  @inline(__always)
  func result(_ partial: Double) -> Element { sum.result(partial) }
}

struct IntegerProduct<Element: FixedWidthInteger & BitwiseCopyable>: Reducer {
  var identity: Int { 1 }
  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Int {
    var product = 1
    for i in 0..<count { product &*= Int(truncatingIfNeeded: elements[i &* stride]) }
    return product
  }
  @inline(__always)
  func accumulate(_ partial: inout Int, _ element: Element, number: Int) { partial &*= Int(truncatingIfNeeded: element) }
  @inline(__always)
  func merge(_ partial: inout Int, _ later: Int) { partial &*= later }
  @inline(__always)
  func result(_ partial: Int) -> Int { partial }
}

struct FloatingProduct<Element: FloatingScalar>: Reducer {
  var identity: Double { 1 }
  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Double {
    var product = 1.0
    for i in 0..<count { product *= Double(elements[i &* stride]) }
    return product
  }
  @inline(__always)
  func accumulate(_ partial: inout Double, _ element: Element, number: Int) { partial *= Double(element) }
  @inline(__always)
  func merge(_ partial: inout Double, _ later: Double) { partial *= later }
  @inline(__always)
  func result(_ partial: Double) -> Element { Element(partial) }
}

/// Which of two elements is the extreme one. NaN, the one value unequal to itself, beats all others.
protocol ExtremumOrder {
  static func isBetter<Element: Comparable>(_ challenger: Element, _ holder: Element) -> Bool
  static var isMaximum: Bool { get }
}

enum MinimumOrder: ExtremumOrder {
  @inline(__always)
  static func isBetter<Element: Comparable>(_ challenger: Element, _ holder: Element) -> Bool { challenger < holder }
  static var isMaximum: Bool { false }
}

enum MaximumOrder: ExtremumOrder {
  @inline(__always)
  static func isBetter<Element: Comparable>(_ challenger: Element, _ holder: Element) -> Bool { challenger > holder }
  static var isMaximum: Bool { true }
}

/// The first position where the extreme element stands.
struct PositionOfExtremum<Element: NumericScalar, Order: ExtremumOrder>: Reducer {
  struct Partial: BitwiseCopyable {
    var value: Element
    /// Negative: nothing seen yet.
    var number: Int
  }

  var identity: Partial { Partial(value: .zero, number: -1) }

  @inline(__always)
  private func beats(_ challenger: Element, _ holder: Element) -> Bool {
    Order.isBetter(challenger, holder) || (challenger != challenger && holder == holder)
  }

  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Partial {
    var best = Partial(value: elements[0], number: first)
    for i in 1..<max(count, 1) where beats(elements[i &* stride], best.value) {
      best = Partial(value: elements[i &* stride], number: first + i)
    }
    return best
  }

  @inline(__always)
  func accumulate(_ partial: inout Partial, _ element: Element, number: Int) {
    if partial.number < 0 || beats(element, partial.value) { partial = Partial(value: element, number: number) }
  }

  @inline(__always)
  func merge(_ partial: inout Partial, _ later: Partial) {
    if partial.number < 0 || (later.number >= 0 && beats(later.value, partial.value)) { partial = later }
  }

  @inline(__always)
  func result(_ partial: Partial) -> Int { partial.number }
}

/// The extreme element alone. The identity is the value that every other one beats.
struct ExtremeElement<Element: NumericScalar, Order: ExtremumOrder>: Reducer {
  let identity: Element

  @inline(__always)
  private func better(_ a: Element, _ b: Element) -> Element { Order.isBetter(a, b) || a != a ? a : b }

  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Element {
    if stride == 1 && count >= 16 {
      let raw = UnsafeRawPointer(elements)
      if Element.self == Float.self {
        return unsafeBitCast(
          fathom_extremum_f32(Order.isMaximum, raw.assumingMemoryBound(to: Float.self), count), to: Element.self)
      }
      if Element.self == Double.self {
        return unsafeBitCast(
          fathom_extremum_f64(Order.isMaximum, raw.assumingMemoryBound(to: Double.self), count), to: Element.self)
      }
    }
    var best = elements[0]
    for i in 1..<max(count, 1) { best = better(best, elements[i &* stride]) }
    return best
  }

  @inline(__always)
  func accumulate(_ partial: inout Element, _ element: Element, number: Int) { partial = better(partial, element) }
  @inline(__always)
  func merge(_ partial: inout Element, _ later: Element) { partial = better(partial, later) }
  @inline(__always)
  func result(_ partial: Element) -> Element { partial }
}
