import Networks
import Tensors
import Testing

/// A layer, called by a name, with samples that it cannot take, and what the message must say.
struct Misfit: Sendable {
  let layer: any Layer
  let shape: Shape
  let words: [String]

  init(_ layer: any Layer, _ shape: Shape, _ words: String...) {
    self.layer = layer
    self.shape = shape
    self.words = words
  }

  func check() {
    #expect {
      _ = try Network<Float>(Sequential(layer.named("culprit")), inputShape: shape)
    } throws: { error in
      (words + ["culprit"]).allSatisfy { "\(error)".contains($0) }
    }
  }
}
