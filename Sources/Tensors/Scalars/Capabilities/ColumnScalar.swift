internal import CKernels

/// Matrices of columns (im2col) on raw memory, on the calling thread; see the kernels' header, Columns.h.
public protocol ColumnScalar {
  /// matrix[channel, i, j][output] = the pixels of an image that the element (channel, i, j) of a filter sees.
  static func gatherPixels(_ shape: ColumnShape, _ image: UnsafePointer<Self>, into matrix: UnsafeMutablePointer<Self>, row: Int)

  /// Adds the matrix to those pixels.
  static func addPixels(_ shape: ColumnShape, _ matrix: UnsafePointer<Self>, row: Int, to image: UnsafeMutablePointer<Self>)
}

/// Some rows of outputs of a convolution and some channels of the images: what a kernel is to gather.
public struct ColumnShape: Sendable {
  let convolution: Convolution2D
  let channels: Int
  let rows: Range<Int>

  fileprivate func withKernelShape(_ body: (UnsafePointer<fathom_columns>) -> Void) {
    let c = convolution
    var shape = fathom_columns(
      channels: Int32(channels), height: Int32(c.input.height), width: Int32(c.input.width),
      kernel_height: Int32(c.kernel.height), kernel_width: Int32(c.kernel.width), row_stride: Int32(c.stride.height),
      column_stride: Int32(c.stride.width), row_dilation: Int32(c.dilation.height), column_dilation: Int32(c.dilation.width),
      top: Int32(rows.lowerBound * c.stride.height - c.paddingTop), left: Int32(-c.paddingLeft), rows: Int32(rows.count),
      columns: Int32(c.output.width))
    body(&shape)
  }
}

extension Float: ColumnScalar {
  public static func gatherPixels(
    _ shape: ColumnShape, _ image: UnsafePointer<Float>, into matrix: UnsafeMutablePointer<Float>, row: Int
  ) {
    shape.withKernelShape { fathom_gather_pixels_float($0, image, matrix, row) }
  }

  public static func addPixels(
    _ shape: ColumnShape, _ matrix: UnsafePointer<Float>, row: Int, to image: UnsafeMutablePointer<Float>
  ) {
    shape.withKernelShape { fathom_add_pixels_float($0, matrix, row, image) }
  }
}

extension Double: ColumnScalar {
  public static func gatherPixels(
    _ shape: ColumnShape, _ image: UnsafePointer<Double>, into matrix: UnsafeMutablePointer<Double>, row: Int
  ) {
    shape.withKernelShape { fathom_gather_pixels_double($0, image, matrix, row) }
  }

  public static func addPixels(
    _ shape: ColumnShape, _ matrix: UnsafePointer<Double>, row: Int, to image: UnsafeMutablePointer<Double>
  ) {
    shape.withKernelShape { fathom_add_pixels_double($0, matrix, row, image) }
  }
}
