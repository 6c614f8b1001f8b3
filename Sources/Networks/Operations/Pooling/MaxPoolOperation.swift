internal import CKernels
public import Tensors

/// The largest element of each window of images [n, channels, height, width]; padding never wins. Of equal elements the first in
/// row-major order gets the gradient; a NaN counts as larger than anything else.
public struct MaxPoolOperation: Operation {
  public let window: PoolingWindow

  public init(_ window: PoolingWindow) { self.window = window }

  public var kind: String { "MaxPool2d" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { try window.outputShape(of: inputs[0]) }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    let axes = window.axes(on: Extent2D(height: inputs[0][2], width: inputs[0][3]))
    let planes = output[0] * output[1]
    if PairwiseMaxPoolKernel<Scalar>.serves(axes.rows, axes.columns) {
      return PairwiseMaxPoolKernel<Scalar>(
        planes: planes, height: axes.rows.extent, width: axes.columns.extent, rows: axes.rows.count, columns: axes.columns.count)
    }
    return MaxPoolKernel<Scalar>(planes: planes, rows: axes.rows, columns: axes.columns)
  }
}

/// Windows of any kind. Keeps for each output the number of the winner in its window.
private struct MaxPoolKernel<Scalar: FloatingScalar>: OperationKernel {
  let planes: Int
  let rows: PoolingAxis, columns: PoolingAxis

  private var imagePlane: Int { rows.extent * columns.extent }
  private var outputPlane: Int { rows.count * columns.count }
  private var grain: Int { RowLoops.grain(outputPlane * rows.kernel * columns.kernel) }

  var savedCount: Int { WindowCodes.scalars(for: planes * outputPlane, Scalar.self) }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y, codes) = (memory.inputs[0], memory.output, WindowCodes.pointer(memory.saved))
    Parallel.forEachRange(of: planes, grain: grain) { _, range in
      for plane in range {
        pool(x + plane * imagePlane, into: y + plane * outputPlane, codes: codes + plane * outputPlane)
      }
    }
  }

  private func pool(_ image: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>, codes: UnsafeMutablePointer<UInt16>) {
    output.update(repeating: -.infinity, count: outputPlane)
    codes.update(repeating: UInt16(FATHOM_NO_CODE), count: outputPlane)
    for row in 0..<rows.count {
      for rowTap in 0..<rows.kernel {
        let line = rows.position(row, rowTap)
        guard line >= 0, line < rows.extent else { continue }
        for columnTap in 0..<columns.kernel {
          let windows = columns.windows(seeing: columnTap)
          guard !windows.isEmpty else { continue }
          let first = image + line * columns.extent + columns.position(windows.lowerBound, columnTap)
          let start = row * columns.count + windows.lowerBound
          let code = UInt16(rowTap * columns.kernel + columnTap)
          switch Scalar.kind {
          case .float32:
            fathom_max_pool_tap_f32(windows.count, first.as(), columns.stride, code, (output + start).as(), codes + start)
          default:
            fathom_max_pool_tap_f64(windows.count, first.as(), columns.stride, code, (output + start).as(), codes + start)
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
    Parallel.forEachRange(of: planes, grain: grain) { _, range in
      for plane in range {
        let image = target + plane * imagePlane
        image.setToZero(count: imagePlane)
        scatterMaxima(
          gradient + plane * outputPlane, codes: codes + plane * outputPlane, into: image, rows: rows, columns: columns)
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scatterMaxima<Scalar: FloatingScalar>(
  _ gradient: UnsafePointer<Scalar>, codes: UnsafePointer<UInt16>, into image: UnsafeMutablePointer<Scalar>, rows: PoolingAxis,
  columns: PoolingAxis
) {
  for row in 0..<rows.count {
    for column in 0..<columns.count {
      let index = row * columns.count + column
      guard codes[index] != UInt16(FATHOM_NO_CODE) else { continue }
      let (rowTap, columnTap) = Int(codes[index]).quotientAndRemainder(dividingBy: columns.kernel)
      image[rows.position(row, rowTap) * columns.extent + columns.position(column, columnTap)] += gradient[index]
    }
  }
}

/// The numbers of the winners in their windows, kept in memory that belongs to scalars.
enum WindowCodes {
  static func scalars<Scalar: FloatingScalar>(for count: Int, _ scalar: Scalar.Type) -> Int {
    (count * MemoryLayout<UInt16>.stride + MemoryLayout<Scalar>.stride - 1) / MemoryLayout<Scalar>.stride
  }

  static func pointer<Scalar: FloatingScalar>(_ saved: UnsafeMutablePointer<Scalar>) -> UnsafeMutablePointer<UInt16> {
    saved.as(UInt16.self)
  }
}
