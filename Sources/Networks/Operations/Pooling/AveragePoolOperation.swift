public import Tensors

/// The mean of each window of images [n, channels, height, width].
public struct AveragePoolOperation: Operation {
  public let window: PoolingWindow
  /// Whether the zeros of the padding count as elements.
  public let countsPadding: Bool

  /// The window's dilation must be 1, as in PyTorch.
  public init(_ window: PoolingWindow, countsPadding: Bool = true) {
    self.window = window
    self.countsPadding = countsPadding
  }

  public var kind: String { "AvgPool2d" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard window.dilation == 1 else { throw ShapeMismatch("average pooling knows no dilation, was given \(window.dilation.text)") }
    return try window.outputShape(of: inputs[0])
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    let axes = window.axes(on: Extent2D(height: inputs[0][2], width: inputs[0][3]))
    func shares(_ axis: PoolingAxis) -> [Scalar] {
      (0..<axis.count).map { 1 / Scalar(axis.divisor($0, countsPadding: countsPadding)) }
    }
    return AveragePoolKernel(
      planes: output[0] * output[1], rows: axes.rows, columns: axes.columns, rowShares: shares(axes.rows),
      columnShares: shares(axes.columns))
  }
}

private struct AveragePoolKernel<Scalar: FloatingScalar>: OperationKernel {
  let planes: Int
  let rows: PoolingAxis, columns: PoolingAxis
  /// What an element counts in the mean of a window: the product of its row's and its column's.
  let rowShares: [Scalar], columnShares: [Scalar]

  private var imagePlane: Int { rows.extent * columns.extent }
  private var outputPlane: Int { rows.count * columns.count }
  private var grain: Int { RowLoops.grain(outputPlane * rows.kernel * columns.kernel) }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y) = (memory.inputs[0], memory.output)
    Parallel.forEachRange(of: planes, grain: grain) { _, range in
      for plane in range {
        let output = y + plane * outputPlane
        output.setToZero(count: outputPlane)
        forEachTap { row, line, windows, position in
          let start = row * columns.count + windows.lowerBound
          addStrided(
            x + plane * imagePlane + line * columns.extent + position, stride: columns.stride, to: output + start,
            count: windows.count)
        }
        for row in 0..<rows.count {
          columnShares.withUnsafeBufferPointer { scale(output + row * columns.count, by: rowShares[row], $0) }
        }
      }
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    Parallel.forEachRange(of: planes, grain: grain) { _, range in
      for plane in range {
        let image = target + plane * imagePlane
        image.setToZero(count: imagePlane)
        forEachTap { row, line, windows, position in
          let start = row * columns.count + windows.lowerBound
          columnShares.withUnsafeBufferPointer { shares in
            spreadStrided(
              gradient + plane * outputPlane + start, shares.baseAddress! + windows.lowerBound, rowShares[row],
              to: image + line * columns.extent + position, stride: columns.stride, count: windows.count)
          }
        }
      }
    }
  }

  /// Calls `body` for each row of windows and each element of a window inside the image: with the row, the image's line, the windows that
  /// see it and the column at which the first of these does.
  private func forEachTap(_ body: (_ row: Int, _ line: Int, _ windows: Range<Int>, _ position: Int) -> Void) {
    for row in 0..<rows.count {
      for rowTap in 0..<rows.kernel {
        let line = rows.position(row, rowTap)
        guard line >= 0, line < rows.extent else { continue }
        for columnTap in 0..<columns.kernel {
          let windows = columns.windows(seeing: columnTap)
          if !windows.isEmpty { body(row, line, windows, columns.position(windows.lowerBound, columnTap)) }
        }
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func addStrided<Scalar: FloatingScalar>(
  _ source: UnsafePointer<Scalar>, stride: Int, to target: UnsafeMutablePointer<Scalar>, count: Int
) {
  for index in 0..<count { target[index] += source[index * stride] }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scale<Scalar: FloatingScalar>(
  _ line: UnsafeMutablePointer<Scalar>, by share: Scalar, _ shares: UnsafeBufferPointer<Scalar>
) {
  for index in 0..<shares.count { line[index] *= share * shares[index] }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func spreadStrided<Scalar: FloatingScalar>(
  _ gradient: UnsafePointer<Scalar>, _ shares: UnsafePointer<Scalar>, _ share: Scalar, to target: UnsafeMutablePointer<Scalar>,
  stride: Int, count: Int
) {
  for index in 0..<count { target[index * stride] += gradient[index] * (share * shares[index]) }
}
