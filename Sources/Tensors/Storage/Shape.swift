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
