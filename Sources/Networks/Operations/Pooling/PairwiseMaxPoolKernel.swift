internal import CKernels
internal import Tensors

/// Max pooling of windows of two by two side by side, which most networks use, in one sweep each way; with the ReLU before it, if there is
/// one, in the same sweep.
struct PairwiseMaxPoolKernel<Scalar: FloatingScalar>: OperationKernel {
  let planes: Int
  /// Of the image.
  let height: Int, width: Int
  /// Of the output; an odd row or column of the image is in no window.
  let rows: Int, columns: Int
  /// Whether the image is what ReLU is yet to be applied to.
  var rectifies = false

  func fused(with producer: any OperationKernel<Scalar>) -> (any OperationKernel<Scalar>)? {
    guard let activation = producer as? ActivationKernel<Scalar>, activation.function == .relu else { return nil }
    var kernel = self
    kernel.rectifies = true
    return kernel
  }

  static func serves(_ rows: PoolingAxis, _ columns: PoolingAxis) -> Bool {
    [rows, columns].allSatisfy {
      $0.kernel == 2 && $0.stride == 2 && $0.padding == 0 && $0.dilation == 1 && $0.count == $0.extent / 2
    }
  }

  private var grain: Int { RowLoops.grain(height * width) }

  var savedCount: Int { WindowCodes.scalars(for: planes * rows * columns, Scalar.self) }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y, codes) = (memory.inputs[0], memory.output, WindowCodes.pointer(memory.saved))
    Parallel.forEachRange(of: planes, grain: grain) { _, range in
      for plane in range {
        for row in 0..<rows {
          let top = x + (plane * height + 2 * row) * width
          let start = (plane * rows + row) * columns
          switch Scalar.kind {
          case .float32:
            fathom_max_pool_pairs_f32(columns, top.as(), (top + width).as(), rectifies, (y + start).as(), codes + start)
          default:
            fathom_max_pool_pairs_f64(columns, top.as(), (top + width).as(), rectifies, (y + start).as(), codes + start)
          }
        }
      }
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let codes = UnsafePointer(WindowCodes.pointer(memory.saved))
    let best = rectifies ? UnsafePointer(memory.output) : nil
    Parallel.forEachRange(of: planes, grain: grain) { _, range in
      for plane in range {
        let image = target + plane * height * width
        for row in 0..<rows {
          let top = image + 2 * row * width
          let start = (plane * rows + row) * columns
          switch Scalar.kind {
          case .float32:
            fathom_max_pool_pairs_gradient_f32(
              columns, (gradient + start).as(), codes + start, best.map { ($0 + start).as() }, top.as(), (top + width).as())
          default:
            fathom_max_pool_pairs_gradient_f64(
              columns, (gradient + start).as(), codes + start, best.map { ($0 + start).as() }, top.as(), (top + width).as())
          }
        }
        clearRest(image)
      }
    }
  }

  /// The odd row and column have no gradient.
  private func clearRest(_ image: UnsafeMutablePointer<Scalar>) {
    if width > 2 * columns { for row in 0..<height { image[row * width + width - 1] = 0 } }
    if height > 2 * rows { (image + (height - 1) * width).setToZero(count: width) }
  }
}
