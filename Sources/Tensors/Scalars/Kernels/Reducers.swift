internal import CKernels

/// Integers, added up as Int. Overflow wraps around.
struct IntegerSum<Element: FixedWidthInteger & BitwiseCopyable>: Reducer {
  var kind: SumKind
  var identity: Int { 0 }

  @inline(__always)
  private func term(_ element: Element) -> Int {
    let value = Int(truncatingIfNeeded: element)
    switch kind {
    case .elements: return value
    case .magnitudes: return abs(value)
    case .squares: return value &* value
    }
  }

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

/// Floating-point scalars, added up as Double in blocks. `center` is taken from each element first.
struct FloatingSum<Element: FloatingScalar>: Reducer {
  var kind: SumKind
  var center: Double = 0
  var identity: Double { 0 }

  @inline(__always)
  private func term(_ element: Element) -> Double {
    let value = Double(element) - center
    switch kind {
    case .elements: return value
    case .magnitudes: return abs(value)
    case .squares: return value * value
    }
  }

  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Double {
    if stride == 1 && count >= 16 {
      let raw = UnsafeRawPointer(elements)
      if Element.self == Float.self {
        return fathom_sum_f32(kind.kernel, raw.assumingMemoryBound(to: Float.self), count, center)
      }
      if Element.self == Double.self {
        return fathom_sum_f64(kind.kernel, raw.assumingMemoryBound(to: Double.self), count, center)
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
  func result(_ partial: Double) -> Element { Element(partial) }
}

extension SumKind {
  fileprivate var kernel: fathom_sum_kind {
    switch self {
    case .elements: FATHOM_SUM_ELEMENTS
    case .magnitudes: FATHOM_SUM_MAGNITUDES
    case .squares: FATHOM_SUM_SQUARES
    }
  }
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

/// The extreme element and the first position where it stands. NaN, the one value unequal to itself, beats all others.
struct PositionOfExtremum<Element: NumericScalar>: Reducer {
  struct Partial: BitwiseCopyable {
    var value: Element
    var number: Int
  }

  var extremum: Extremum
  var identity: Partial { Partial(value: .zero, number: -1) }

  @inline(__always)
  private func beats(_ challenger: Element, _ holder: Element) -> Bool {
    let better = extremum == .maximum ? challenger > holder : challenger < holder
    return better || (challenger != challenger && holder == holder)
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

/// The extreme element alone; NaN where there is one.
struct ExtremeElement<Element: NumericScalar>: Reducer {
  typealias Positions = PositionOfExtremum<Element>
  var positions: Positions

  init(_ extremum: Extremum) { positions = Positions(extremum: extremum) }

  var identity: Positions.Partial { positions.identity }

  @inline(__always)
  func line(_ elements: UnsafePointer<Element>, stride: Int, count: Int, first: Int) -> Positions.Partial {
    if stride == 1 && count >= 16 {
      let raw = UnsafeRawPointer(elements)
      let maximum = positions.extremum == .maximum
      if Element.self == Float.self {
        let value = fathom_extremum_f32(maximum, raw.assumingMemoryBound(to: Float.self), count)
        return Positions.Partial(value: unsafeBitCast(value, to: Element.self), number: first)
      }
      if Element.self == Double.self {
        let value = fathom_extremum_f64(maximum, raw.assumingMemoryBound(to: Double.self), count)
        return Positions.Partial(value: unsafeBitCast(value, to: Element.self), number: first)
      }
    }
    return positions.line(elements, stride: stride, count: count, first: first)
  }

  @inline(__always)
  func accumulate(_ partial: inout Positions.Partial, _ element: Element, number: Int) {
    positions.accumulate(&partial, element, number: number)
  }
  @inline(__always)
  func merge(_ partial: inout Positions.Partial, _ later: Positions.Partial) { positions.merge(&partial, later) }
  @inline(__always)
  func result(_ partial: Positions.Partial) -> Element { partial.value }
}
