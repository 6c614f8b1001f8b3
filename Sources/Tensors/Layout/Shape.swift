/// The extents of a tensor, outermost first. `[]` is the shape of a scalar.
public struct Shape: Sendable, Hashable {
  public var dimensions: [Int]

  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative extent: \(dimensions)")
    self.dimensions = dimensions
  }

  public var rank: Int { dimensions.count }

  /// How many elements a tensor of this shape has.
  public var elementCount: Int { dimensions.reduce(1, *) }

  /// Row-major strides, in elements.
  public var contiguousStrides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * Swift.max(dimensions[axis + 1], 1)
    }
    return strides
  }

  /// The axis in `0..<rank` that `axis` names; negative ones count from the last. Traps where there is none.
  public func normalizedAxis(_ axis: Int) -> Int {
    let normalized = axis < 0 ? axis + rank : axis
    precondition(dimensions.indices.contains(normalized), "axis \(axis) is out of range for shape \(self)")
    return normalized
  }
}

extension Shape: ExpressibleByArrayLiteral {
  public init(arrayLiteral dimensions: Int...) { self.init(dimensions) }
}

extension Shape: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { rank }
  public subscript(axis: Int) -> Int {
    get { dimensions[axis] }
    set { dimensions[axis] = newValue }
  }
}

extension Shape: CustomStringConvertible {
  public var description: String { "[\(dimensions.map(String.init).joined(separator: ", "))]" }
}

extension Shape {
  /// The shape that `self` and `other` broadcast to, by NumPy's rule; nil where an axis differs and neither side is one.
  public func broadcast(with other: Shape) -> Shape? {
    if self == other { return self }
    let (long, short) = rank >= other.rank ? (self, other) : (other, self)
    var result = long
    for axis in 0..<short.rank {
      let at = long.rank - short.rank + axis
      if long[at] == 1 {
        result[at] = short[axis]
      } else if short[axis] != 1 && short[axis] != long[at] {
        return nil
      }
    }
    return result
  }

  /// With the one extent of -1 in `dimensions`, if there is one, worked out from the number of elements. Traps where it cannot be.
  func resolving(_ dimensions: [Int]) -> Shape {
    var resolved = dimensions
    if let unknown = dimensions.firstIndex(of: -1) {
      let known = dimensions.enumerated().reduce(1) { $1.offset == unknown ? $0 : $0 * $1.element }
      precondition(
        known > 0 && elementCount % known == 0, "cannot reshape \(self) into \(dimensions): the extent for -1 is not whole")
      resolved[unknown] = elementCount / known
    }
    let result = Shape(resolved)
    precondition(result.elementCount == elementCount, "cannot reshape \(self) into \(result): the element counts differ")
    return result
  }

  /// The axes that `axes` names, normalised, ascending. Traps where one is named twice.
  func normalizedAxes(_ axes: [Int]) -> [Int] {
    let normalized = axes.map(normalizedAxis).sorted()
    precondition(Set(normalized).count == normalized.count, "axes \(axes) name one axis twice in shape \(self)")
    return normalized
  }
}
