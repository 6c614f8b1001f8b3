import Tensors

/// Convolution and its gradients by their definition, in Double.
struct NaiveConvolution {
  let c: Convolution2D

  /// Calls `body` with the positions in output, input and weights of every product.
  private func forEachProduct(_ body: (Int, Int, Int) -> Void) {
    let (groupIn, groupOut) = (c.inputChannels / c.groups, c.outputChannels / c.groups)
    for n in 0..<c.batch {
      for o in 0..<c.outputChannels {
        for y in 0..<c.output.height {
          for x in 0..<c.output.width {
            let out = ((n * c.outputChannels + o) * c.output.height + y) * c.output.width + x
            for i in 0..<groupIn {
              let channel = o / groupOut * groupIn + i
              for ky in 0..<c.kernel.height {
                let iy = y * c.stride.height + ky * c.dilation.height - c.paddingTop
                guard (0..<c.input.height).contains(iy) else { continue }
                for kx in 0..<c.kernel.width {
                  let ix = x * c.stride.width + kx * c.dilation.width - c.paddingLeft
                  guard (0..<c.input.width).contains(ix) else { continue }
                  body(
                    out, ((n * c.inputChannels + channel) * c.input.height + iy) * c.input.width + ix,
                    ((o * groupIn + i) * c.kernel.height + ky) * c.kernel.width + kx)
                }
              }
            }
          }
        }
      }
    }
  }

  func output(_ x: [Double], _ w: [Double]) -> [Double] {
    var y = [Double](repeating: 0, count: c.outputShape.elementCount)
    forEachProduct { out, input, weight in y[out] += x[input] * w[weight] }
    return y
  }

  func inputGradient(_ dy: [Double], _ w: [Double]) -> [Double] {
    var dx = [Double](repeating: 0, count: c.inputShape.elementCount)
    forEachProduct { out, input, weight in dx[input] += dy[out] * w[weight] }
    return dx
  }

  func filterGradient(_ x: [Double], _ dy: [Double]) -> [Double] {
    var dw = [Double](repeating: 0, count: c.weightShape.elementCount)
    forEachProduct { out, input, weight in dw[weight] += dy[out] * x[input] }
    return dw
  }

  func biasGradient(_ dy: [Double]) -> [Double] {
    (0..<c.outputChannels).map { o in
      (0..<c.batch).reduce(0) { sum, n in
        let plane = c.output.height * c.output.width
        return dy[((n * c.outputChannels + o) * plane)...].prefix(plane).reduce(sum, +)
      }
    }
  }
}
