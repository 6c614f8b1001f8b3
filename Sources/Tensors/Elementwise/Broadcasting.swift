extension Tensor {
  /// The layouts of two operands read with the shape they broadcast to. Traps where they do not fit.
  static func broadcast<Other>(_ a: Tensor, _ b: Tensor<Other>) -> (shape: Shape, a: Layout, b: Layout) {
    if a.shape == b.shape { return (a.shape, a.layout, b.layout) }
    guard let shape = a.shape.broadcast(with: b.shape), let layoutA = a.layout.broadcast(to: shape),
      let layoutB = b.layout.broadcast(to: shape)
    else { preconditionFailure("shapes \(a.shape) and \(b.shape) do not broadcast") }
    return (shape, layoutA, layoutB)
  }

  /// This tensor read with another shape, its elements repeated where it has an extent of one or no axis at all. A view.
  public func broadcast(to shape: Shape) -> Tensor {
    Tensor(storage: storage, layout: layoutBroadcast(to: shape))
  }

  func layoutBroadcast(to shape: Shape) -> Layout {
    guard let layout = layout.broadcast(to: shape) else {
      preconditionFailure("shape \(self.shape) does not broadcast to \(shape)")
    }
    return layout
  }
}
