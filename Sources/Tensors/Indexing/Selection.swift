/// What an index selects from a layout: a view of it, and for each array position in the index an offset into that view.
struct Selection {
  /// The axes that integers and arrays do not use up, in order.
  private(set) var view: Layout
  /// The shape that the array positions broadcast to, and where in the result its axes go; nil without any.
  private(set) var picked: (shape: Shape, position: Int)?
  /// For each element of the picked shape, in row-major order, how far from the view's offset it lies.
  private(set) var offsets: [Int] = []

  /// The shape of the selected elements.
  var shape: Shape {
    guard let picked else { return view.shape }
    var dimensions = view.shape.dimensions
    dimensions.insert(contentsOf: picked.shape, at: picked.position)
    return Shape(dimensions)
  }

  init(_ layout: Layout, _ indices: [any TensorIndex]) {
    var parts = indices.map(\.part.kind)
    let used = parts.reduce(0) { $0 + $1.axesUsed }
    precondition(used <= layout.shape.rank, "an index of \(used) axes is too long for shape \(layout.shape)")
    precondition(parts.filter(\.isEllipsis).count <= 1, "an index has one ellipsis at most")
    if !parts.contains(where: \.isEllipsis) { parts.append(.ellipsis) }
    let picks = parts.contains(where: \.picks)

    view = Layout(shape: [], strides: [], offset: layout.offset)
    var arrays: [Positions] = []
    var lastPick = -1
    var position = 0
    var axis = 0
    for (number, part) in parts.enumerated() {
      if picks && part.countsAsPick {
        // Arrays side by side leave their axes in place; arrays apart move them to the front, as NumPy does.
        if lastPick < 0 { position = view.shape.rank } else if lastPick != number - 1 { position = 0 }
        lastPick = number
      }
      switch part {
      case .position(let at) where picks:
        arrays.append(Positions(Tensor(scalar: at), layout, axis: axis))
      case .position(let at):
        view.offset += layout.position(at, axis: axis) * layout.strides[axis]
      case .slice(let start, let end, let step):
        let (first, count) = IndexPart.Kind.resolve(start, end, step, extent: layout.shape[axis])
        if count > 0 { view.offset += first * layout.strides[axis] }
        view.append(extent: count, stride: layout.strides[axis] * step)
      case .newAxis:
        view.append(extent: 1, stride: 0)
      case .ellipsis:
        for whole in axis..<(axis + layout.shape.rank - used) {
          view.append(extent: layout.shape[whole], stride: layout.strides[whole])
        }
        axis += layout.shape.rank - used
      case .positions(let positions):
        arrays.append(Positions(positions, layout, axis: axis))
      case .mask(let mask):
        let covered = Shape(Array(layout.shape.dimensions[axis..<(axis + mask.rank)]))
        precondition(mask.shape == covered, "a mask of shape \(mask.shape) does not fit axes \(covered) of shape \(layout.shape)")
        for (i, positions) in mask.nonzero().enumerated() { arrays.append(Positions(positions, layout, axis: axis + i)) }
      }
      axis += part.axesUsed
    }
    if picks { pick(arrays, at: position) }
  }

  private mutating func pick(_ arrays: [Positions], at position: Int) {
    let shape = arrays.reduce(Shape([])) { shape, array in
      guard let common = shape.broadcast(with: array.positions.shape) else {
        preconditionFailure("index arrays of shapes \(arrays.map { "\($0.positions.shape)" }) do not broadcast")
      }
      return common
    }
    picked = (shape, position)
    offsets = [Int](repeating: 0, count: shape.elementCount)
    for array in arrays {
      array.positions.broadcast(to: shape).withUnsafeBufferPointer { positions in
        for i in offsets.indices { offsets[i] += array.offset(of: positions[i]) }
      }
    }
  }
}

/// The positions that an index array names along one axis of a layout.
private struct Positions {
  let positions: Tensor<Int>
  let layout: Layout
  let axis: Int

  init(_ positions: Tensor<Int>, _ layout: Layout, axis: Int) {
    self.positions = positions
    self.layout = layout
    self.axis = axis
  }

  func offset(of position: Int) -> Int { layout.position(position, axis: axis) * layout.strides[axis] }
}

extension Layout {
  /// `position` counted from the start of the axis. Traps out of range.
  @usableFromInline
  func position(_ position: Int, axis: Int) -> Int {
    let extent = shape[axis]
    let normalized = position < 0 ? position + extent : position
    precondition(normalized >= 0 && normalized < extent, "index \(position) is out of range for axis \(axis) of shape \(shape)")
    return normalized
  }

  fileprivate mutating func append(extent: Int, stride: Int) {
    shape.dimensions.append(extent)
    strides.append(stride)
  }
}

extension IndexPart.Kind {
  fileprivate var axesUsed: Int {
    switch self {
    case .position, .slice, .positions: 1
    case .newAxis, .ellipsis: 0
    case .mask(let mask): mask.rank
    }
  }

  fileprivate var isEllipsis: Bool {
    if case .ellipsis = self { true } else { false }
  }

  /// Whether the index needs offsets: it names positions that no stride describes.
  fileprivate var picks: Bool {
    switch self {
    case .positions, .mask: true
    case .position, .slice, .newAxis, .ellipsis: false
    }
  }

  /// Beside an array, an integer counts as one without axes.
  fileprivate var countsAsPick: Bool {
    if case .position = self { true } else { picks }
  }

  /// The first position and the count of a slice, by Python's rules.
  fileprivate static func resolve(_ start: Int?, _ end: Int?, _ step: Int, extent: Int) -> (first: Int, count: Int) {
    let (lowest, highest) = step > 0 ? (0, extent) : (-1, extent - 1)
    func clamped(_ position: Int) -> Int {
      Swift.min(Swift.max(position < 0 ? position + extent : position, lowest), highest)
    }
    let first = start.map(clamped) ?? (step > 0 ? lowest : highest)
    let last = end.map(clamped) ?? (step > 0 ? highest : lowest)
    let span = step > 0 ? last - first : first - last
    return (first, Swift.max(0, (span + abs(step) - 1) / abs(step)))
  }
}
