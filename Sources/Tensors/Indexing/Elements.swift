// One element at a time, without allocating. For loops over many, use withUnsafeBufferPointer.

extension Tensor {
  /// The element at a position; negative ones count from the end of their axis. As many positions as there are axes.
  @inlinable
  public subscript(at i: Int) -> Scalar {
    get {
      checkRank(1)
      return storage.pointer[layout.offset + offset(i, 0)]
    }
    set {
      checkRank(1)
      makeElementWritable()
      storage.pointer[layout.offset + offset(i, 0)] = newValue
    }
  }

  @inlinable
  public subscript(at i: Int, _ j: Int) -> Scalar {
    get {
      checkRank(2)
      return storage.pointer[layout.offset + offset(i, 0) + offset(j, 1)]
    }
    set {
      checkRank(2)
      makeElementWritable()
      storage.pointer[layout.offset + offset(i, 0) + offset(j, 1)] = newValue
    }
  }

  @inlinable
  public subscript(at i: Int, _ j: Int, _ k: Int) -> Scalar {
    get {
      checkRank(3)
      return storage.pointer[layout.offset + offset(i, 0) + offset(j, 1) + offset(k, 2)]
    }
    set {
      checkRank(3)
      makeElementWritable()
      storage.pointer[layout.offset + offset(i, 0) + offset(j, 1) + offset(k, 2)] = newValue
    }
  }

  @inlinable
  public subscript(at i: Int, _ j: Int, _ k: Int, _ l: Int) -> Scalar {
    get {
      checkRank(4)
      return storage.pointer[layout.offset + offset(i, 0) + offset(j, 1) + offset(k, 2) + offset(l, 3)]
    }
    set {
      checkRank(4)
      makeElementWritable()
      storage.pointer[layout.offset + offset(i, 0) + offset(j, 1) + offset(k, 2) + offset(l, 3)] = newValue
    }
  }

  /// Any number of axes; the array of positions is the caller's to allocate.
  public subscript(at position: [Int]) -> Scalar {
    get {
      checkRank(position.count)
      return storage.pointer[position.indices.reduce(layout.offset) { $0 + offset(position[$1], $1) }]
    }
    set {
      checkRank(position.count)
      makeElementWritable()
      storage.pointer[position.indices.reduce(layout.offset) { $0 + offset(position[$1], $1) }] = newValue
    }
  }

  /// The one element of a tensor that has one. Traps otherwise.
  public var item: Scalar {
    precondition(count == 1, "a tensor of shape \(shape) is not one element")
    return storage.pointer[layout.offset]
  }
}

extension Tensor {
  @inlinable
  func checkRank(_ positions: Int) {
    precondition(layout.strides.count == positions, "as many positions as axes")
  }

  @inlinable
  func offset(_ position: Int, _ axis: Int) -> Int { layout.position(position, axis: axis) * layout.strides[axis] }

  @inlinable
  mutating func makeElementWritable() {
    if !isKnownUniquelyReferenced(&storage) || layout.repeatsElements { self = copied() }
  }

  /// Sets every element.
  public mutating func fill(_ value: Scalar) {
    if count == 0 { return }
    makeWritable()
    StridedCopy.fill(storage.pointer, layout, with: value)
  }
}
