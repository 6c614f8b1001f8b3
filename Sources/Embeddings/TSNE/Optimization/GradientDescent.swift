internal import CKernels
internal import Tensors

/// Gradient descent with momentum and a gain for each coordinate, by openTSNE's rules.
///
/// The points are renumbered now and then so that neighbours in the map are neighbours in memory.
final class GradientDescent {
  let affinities: Affinities
  let dimensions: Int
  let phases: [DescentPhase]
  let maximumStep: Float
  private let attraction: Attraction
  private let repulsion: any Repulsion
  private let tie: Tie?
  private let instructionSet: InstructionSet

  /// Iterations done.
  private(set) var iteration = 0
  /// The Euclidean norm of the gradient at the last iteration, without the exaggeration's share taken out.
  private(set) var gradientNorm = Float.infinity
  private(set) var box: BoundingBox

  private let order: AlignedBuffer<Int32>
  private let points: AlignedBuffer<Float>
  private let update: AlignedBuffer<Float>
  private let gains: AlignedBuffer<Float>
  private let attractiveForces: AlignedBuffer<Float>
  private let repulsiveForces: AlignedBuffer<Float>
  private var center: [Float]

  private static let grain = 4_096

  private var count: Int { affinities.count }
  var totalIterations: Int { phases.reduce(0) { $0 + $1.iterations } }

  /// Starts with the map `initial` [count, dimensions].
  init(
    affinities: Affinities, initial: UnsafePointer<Float>, dimensions: Int, degreesOfFreedom: Float, phases: [DescentPhase],
    maximumStep: Float, repulsion: any Repulsion, tie: Tie? = nil, instructionSet: InstructionSet = .current
  ) {
    self.affinities = affinities
    self.dimensions = dimensions
    self.phases = phases
    self.maximumStep = maximumStep
    self.repulsion = repulsion
    self.tie = tie
    self.instructionSet = instructionSet
    attraction = Attraction(
      affinities: affinities, dimensions: dimensions, degreesOfFreedom: degreesOfFreedom, instructionSet: instructionSet)
    let size = Attraction.paddedCount(affinities.count) * dimensions
    order = AlignedBuffer(0..<Int32(affinities.count))
    points = AlignedBuffer(repeating: 0, count: size)
    update = AlignedBuffer(repeating: 0, count: size)
    gains = AlignedBuffer(repeating: 1, count: size)
    attractiveForces = AlignedBuffer(repeating: 0, count: size)
    repulsiveForces = AlignedBuffer(repeating: 0, count: size)
    center = [Float](repeating: 0, count: dimensions)
    points.pointer.update(from: initial, count: affinities.count * dimensions)
    box = Self.boundingBox(of: points.pointer, count: affinities.count, dimensions: dimensions)
    renumber()
  }

  /// Goes on from a state whose arrays fit.
  func restore(_ state: TSNEState) {
    iteration = state.iteration
    _ = UnsafeMutableBufferPointer(start: order.pointer, count: count).update(fromContentsOf: state.order.scalars)
    for (target, source) in [(points, state.points), (update, state.update), (gains, state.gains)] {
      _ = UnsafeMutableBufferPointer(start: target.pointer, count: count * dimensions).update(fromContentsOf: source.scalars)
    }
    center = state.center.scalars
    repulsion.memory = state.repulsion.scalars
    box = Self.boundingBox(of: points.pointer, count: count, dimensions: dimensions)
    attraction.arrange(order: order)
  }

  func state(fingerprint: Int) -> TSNEState {
    let shape: Shape = [count, dimensions]
    func tensor(_ buffer: AlignedBuffer<Float>) -> Tensor<Float> { Tensor(buffer.elements.prefix(count * dimensions), shape: shape) }
    return TSNEState(
      iteration: iteration, order: Tensor(order.elements), points: tensor(points), update: tensor(update), gains: tensor(gains),
      center: Tensor(center), repulsion: Tensor(repulsion.memory), fingerprint: fingerprint)
  }

  /// The phase that the next iteration belongs to; the last one when all are done.
  var phaseIndex: Int {
    var end = 0
    for (index, phase) in phases.enumerated() {
      end += phase.iterations
      if iteration < end { return index }
    }
    return phases.count - 1
  }

  /// One iteration. Calls `inspect` with the normaliser Z before the points move.
  func step(_ inspect: (_ normalizer: Double) -> Void = { _ in }) {
    if renumbersBeforeThisIteration { renumber() }
    let phase = phases[phaseIndex]
    attraction.evaluate(points: points.pointer, forces: attractiveForces.pointer)
    let normalizer = repulsion.evaluate(points: points.pointer, count: count, box: box, forces: repulsiveForces.pointer)
    inspect(normalizer)
    tie?.add(to: attractiveForces, at: points, order: order, exaggeration: phase.exaggeration)
    move(
      fathom_descent(
        exaggeration: phase.exaggeration, inverse_normalizer: normalizer > 0 ? Float(1 / normalizer) : 0,
        learning_rate: phase.learningRate, momentum: phase.momentum, maximum_step: maximumStep, stiffness: tie?.stiffness ?? 0))
    iteration += 1
  }

  /// The normaliser Z of the map as it is.
  func normalizer() -> Double {
    repulsion.evaluate(points: points.pointer, count: count, box: box, forces: repulsiveForces.pointer)
  }

  /// The centred map in the affinities' order. Shape [count, dimensions].
  func embedding() -> Tensor<Float> {
    let (order, points, center, dimensions) = (order, points, center, dimensions)
    return Tensor(uninitialized: [count, dimensions]) { target in
      for place in 0..<count {
        let row = Int(order[place]) * dimensions
        for d in 0..<dimensions { target.initializeElement(at: row + d, to: points[place * dimensions + d] - center[d]) }
      }
    }
  }

  private func move(_ parameters: fathom_descent) {
    let (dimensions, points, update, gains, isa) = (dimensions, points, update, gains, instructionSet.kernels)
    let (attractiveForces, repulsiveForces) = (attractiveForces, repulsiveForces)
    let width = 3 * dimensions + 1
    let chunks = Parallel.chunkCount(of: count, grain: Self.grain)
    let extents = AlignedBuffer<Double>(count: chunks * width)
    center.withUnsafeBufferPointer { center in
      nonisolated(unsafe) let center = center.baseAddress
      withUnsafePointer(to: parameters) { parameters in
        nonisolated(unsafe) let parameters = parameters
        Parallel.forEachRange(of: count, grain: Self.grain) { chunk, range in
          fathom_descent_step(
            isa, parameters, attractiveForces.pointer, repulsiveForces.pointer, center, dimensions, range.lowerBound, range.upperBound,
            points.pointer, update.pointer, gains.pointer, extents.pointer + chunk * width)
        }
      }
    }
    var squares = 0.0
    for d in 0..<dimensions {
      let parts = (0..<chunks).lazy.map { extents.pointer + $0 * width }
      center[d] = Float(parts.reduce(0) { $0 + $1[d] } / Double(max(count, 1)))
      box.lower[d] = Float(parts.map { $0[dimensions + d] }.min() ?? 0)
      box.upper[d] = Float(parts.map { $0[2 * dimensions + d] }.max() ?? 0)
      if d == 0 { squares = parts.reduce(0) { $0 + $1[3 * dimensions] } }
    }
    gradientNorm = Float(squares.squareRoot())
  }

  private static func boundingBox(of points: UnsafePointer<Float>, count: Int, dimensions: Int) -> BoundingBox {
    var box = BoundingBox(lower: [Float](repeating: 0, count: dimensions), upper: [Float](repeating: 0, count: dimensions))
    for d in 0..<dimensions where count > 0 {
      let coordinates = (0..<count).lazy.map { points[$0 * dimensions + d] }
      (box.lower[d], box.upper[d]) = (coordinates.min()!, coordinates.max()!)
    }
    return box
  }
}

// MARK: - Renumbering

extension GradientDescent {
  /// The map changes fast at the beginning of each phase and slowly afterwards.
  private var renumbersBeforeThisIteration: Bool {
    let index = phaseIndex
    let done = iteration - phases[..<index].reduce(0) { $0 + $1.iterations }
    let moments = index == 0 ? [20, 60] : [10, 30, 100]
    return moments.contains(done) || (done > 0 && done.isMultiple(of: 250))
  }

  private func renumber() {
    let curve = MortonOrder(count: count, dimensions: dimensions)
    curve.sort(points: points.pointer, stride: dimensions, box: box)
    let places = curve.indices  // the places where the points stand now, in their new order
    attraction.balance(places: places, order: order)
    let numbers = AlignedBuffer<Int32>(count: count)
    for place in 0..<count { numbers[place] = order[Int(places[place])] }
    order.pointer.update(from: numbers.pointer, count: count)
    let old = AlignedBuffer<Float>(count: count * dimensions)
    for array in [points, update, gains] {
      old.pointer.update(from: array.pointer, count: count * dimensions)
      for place in 0..<count {
        let from = Int(places[place]) * dimensions
        for d in 0..<dimensions { array[place * dimensions + d] = old[from + d] }
      }
    }
    attraction.arrange(order: order)
  }
}
