/// An n-dimensional array with value semantics.
///
/// Slices, transposes and broadcasts are views on the same memory; a tensor copies before it writes if anybody shares its memory.
public struct Tensor<Scalar: TensorScalar>: Sendable {
  @usableFromInline var storage: Storage<Scalar>
  @usableFromInline var layout: Layout

  init(storage: Storage<Scalar>, layout: Layout) {
    self.storage = storage
    self.layout = layout
  }

  /// The extent of each axis, outermost first.
  public var shape: Shape { layout.shape }
  /// How many axes there are.
  public var rank: Int { layout.shape.rank }
  /// How many elements there are.
  public var count: Int { layout.shape.elementCount }

  /// Whether the elements follow one another in memory, in row-major order.
  public var isContiguous: Bool { layout.isContiguous }
}

extension Tensor {
  /// A tensor whose elements `initialize` writes, all of them, in row-major order.
  public init(uninitialized shape: Shape, _ initialize: (UnsafeMutableBufferPointer<Scalar>) throws -> Void) rethrows {
    let storage = Storage<Scalar>(uninitialized: shape.elementCount)
    try initialize(UnsafeMutableBufferPointer(start: storage.pointer, count: shape.elementCount))
    self.init(storage: storage, layout: Layout(contiguous: shape))
  }

  public init(repeating value: Scalar, shape: Shape) {
    self.init(
      storage: Storage(repeating: value, count: shape.elementCount), layout: Layout(contiguous: shape))
  }

  /// The elements of `scalars` in row-major order. Traps unless there are as many as `shape` holds.
  public init(_ scalars: some Collection<Scalar>, shape: Shape) {
    precondition(
      scalars.count == shape.elementCount,
      "\(scalars.count) scalars do not fill shape \(shape), which holds \(shape.elementCount)")
    self.init(uninitialized: shape) { buffer in _ = buffer.initialize(fromContentsOf: scalars) }
  }

  /// A vector. Shape [scalars.count].
  public init(_ scalars: some Collection<Scalar>) { self.init(scalars, shape: [scalars.count]) }

  public static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: .zero, shape: shape) }
}

// MARK: - Reaching the memory

extension Tensor {
  /// Calls `body` with the elements in row-major order: the tensor's own memory if it is contiguous, a copy otherwise.
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    let source = contiguous()
    return try withExtendedLifetime(source.storage) {
      try body(UnsafeBufferPointer(start: source.storage.pointer + source.layout.offset, count: source.count))
    }
  }

  /// Calls `body` with the elements in row-major order, to read and to write. Copies first if the memory is shared or has gaps.
  public mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    makeUniqueAndContiguous()
    return try body(UnsafeMutableBufferPointer(start: storage.pointer + layout.offset, count: count))
  }

  mutating func makeUniqueAndContiguous() {
    if !layout.isContiguous || !isKnownUniquelyReferenced(&storage) { self = copied() }
  }

  /// Copies if the memory is shared or an element of it stands for several; a view with gaps that nobody shares stays as it is.
  mutating func makeWritable() {
    if !isKnownUniquelyReferenced(&storage) || layout.repeatsElements { self = copied() }
  }

  /// Gets ready to be overwritten wholly: keeps the memory where it has this shape and is nobody else's, takes fresh memory if not.
  mutating func prepareForOverwriting(shape wanted: Shape) {
    if shape == wanted && !layout.repeatsElements && isKnownUniquelyReferenced(&storage) { return }
    self = Tensor(uninitialized: wanted)
  }

  /// Memory that holds anything, to be written at once.
  init(uninitialized shape: Shape) {
    self.init(storage: Storage(uninitialized: shape.elementCount), layout: Layout(contiguous: shape))
  }

  /// This tensor if it is contiguous, otherwise a copy that is.
  public func contiguous() -> Tensor { layout.isContiguous ? self : copied() }

  /// A contiguous copy in memory of its own.
  public func copied() -> Tensor {
    let copy = Tensor(uninitialized: shape)
    StridedCopy.copy(storage.pointer, layout, to: copy.storage.pointer, copy.layout)
    return copy
  }

  /// The elements in row-major order.
  public var scalars: [Scalar] { withUnsafeBufferPointer { Array($0) } }
}
