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
    let needsOffsets = parts.contains(where: \.needsOffsets)

    view = Layout(shape: [], strides: [], offset: layout.offset)
    var picks: [Pick] = []
    var lastPick = -1
    var position = 0
    var axis = 0
    for (number, part) in parts.enumerated() {
      if needsOffsets && part.countsAsPick {
        // Arrays side by side leave their axes in place; arrays apart move them to the front, as NumPy does.
        if lastPick < 0 { position = view.shape.rank } else if lastPick != number - 1 { position = 0 }
        lastPick = number
      }
      switch part {
      case .position(let at) where needsOffsets:
        picks.append(Pick(positions: Tensor(scalar: at), layout, axis: axis))
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
        picks.append(Pick(positions: positions, layout, axis: axis))
      case .mask(let mask):
        picks.append(Pick(mask: mask, layout, axis: axis))
      }
      axis += part.axesUsed
    }
    if needsOffsets { combine(picks, at: position) }
  }

  private mutating func combine(_ picks: [Pick], at position: Int) {
    let shape = picks.reduce(Shape([])) { shape, pick in
      guard let common = shape.broadcast(with: pick.shape) else {
        preconditionFailure("index arrays of shapes \(picks.map { "\($0.shape)" }) do not broadcast")
      }
      return common
    }
    picked = (shape, position)
    offsets = picks[0].offsets(as: shape)
    for pick in picks.dropFirst() {
      let more = pick.offsets(as: shape)
      for i in offsets.indices { offsets[i] += more[i] }
    }
  }
}

/// What one array or mask picks: how far from the start of its axes each of its elements lies.
private struct Pick {
  let shape: Shape
  private let offsets: [Int]

  init(positions: Tensor<Int>, _ layout: Layout, axis: Int) {
    shape = positions.shape
    let step = layout.strides[axis]
    offsets = positions.withUnsafeBufferPointer { $0.map { layout.position($0, axis: axis) * step } }
  }

  /// The true elements in row-major order.
  init(mask: Tensor<Bool>, _ layout: Layout, axis: Int) {
    let covered = Shape(Array(layout.shape.dimensions[axis..<(axis + mask.rank)]))
    precondition(mask.shape == covered, "a mask of shape \(mask.shape) does not fit axes \(covered) of shape \(layout.shape)")
    let place = Layout(shape: covered, strides: Array(layout.strides[axis..<(axis + mask.rank)]), offset: 0)
    let loops = StridedLoops(mask.layout, place)
    let step = loops.rowStrides
    var found = [Int]()
    found.reserveCapacity(mask.countTrue())
    loops.forEachRow(in: 0..<loops.count) { start, count in
      let row = mask.storage.pointer + start[0]
      for i in 0..<count where row[i &* step[0]] { found.append(start[1] + i * step[1]) }
    }
    shape = [found.count]
    offsets = found
  }

  func offsets(as target: Shape) -> [Int] {
    shape == target ? offsets : Tensor(offsets, shape: shape).broadcast(to: target).scalars
  }
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
  fileprivate var needsOffsets: Bool {
    switch self {
    case .positions, .mask: true
    case .position, .slice, .newAxis, .ellipsis: false
    }
  }

  /// Beside an array, an integer counts as one without axes.
  fileprivate var countsAsPick: Bool {
    if case .position = self { true } else { needsOffsets }
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
