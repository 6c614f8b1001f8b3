internal import CKernels

/// The inner loops of convolution on raw memory, on the calling thread; see the kernels' header, Convolution.h. ``ConvolutionStrip``
/// hides the kernels' own types, which a client never sees.
public protocol CorrelationScalar {
  /// Copies one phase of a channel [height, width], with zeros where it reaches outside.
  static func padPhase(
    _ target: UnsafeMutablePointer<Self>, rows: Int, columns: Int, from source: UnsafePointer<Self>, height: Int, width: Int,
    firstRow: Int, rowStride: Int, firstColumn: Int, columnStride: Int)

  /// target[filters, ...] = bias + the correlation of the source with `filters` filters [taps.count, width]; added to what is there if
  /// `accumulate`.
  static func correlate(
    _ strip: borrowing ConvolutionStrip, source: UnsafePointer<Self>, taps: UnsafeBufferPointer<Int32>,
    weights: UnsafePointer<Self>, width: Int, bias: UnsafePointer<Self>?, into target: UnsafeMutablePointer<Self>,
    filters: Int, plane: Int, accumulate: Bool)

  /// target[channels, vectors * lanes] = the strip's pixels of a source [channels, plane].
  static func gather(
    _ strip: borrowing ConvolutionStrip, from source: UnsafePointer<Self>, channels: Int, plane: Int,
    into target: UnsafeMutablePointer<Self>)

  /// sums[filters, taps.count] += the correlation of a gathered gradient with the source.
  static func correlateWeights(
    _ strip: borrowing ConvolutionStrip, source: UnsafePointer<Self>, taps: UnsafeBufferPointer<Int32>,
    gradient: UnsafePointer<Self>, filters: Int, into sums: UnsafeMutablePointer<Self>)
}

extension Float: CorrelationScalar {
  public static func padPhase(
    _ target: UnsafeMutablePointer<Float>, rows: Int, columns: Int, from source: UnsafePointer<Float>, height: Int, width: Int,
    firstRow: Int, rowStride: Int, firstColumn: Int, columnStride: Int
  ) {
    fathom_pad_phase_float(target, rows, columns, source, height, width, firstRow, rowStride, firstColumn, columnStride)
  }

  public static func correlate(
    _ strip: borrowing ConvolutionStrip, source: UnsafePointer<Float>, taps: UnsafeBufferPointer<Int32>,
    weights: UnsafePointer<Float>, width: Int, bias: UnsafePointer<Float>?, into target: UnsafeMutablePointer<Float>,
    filters: Int, plane: Int, accumulate: Bool
  ) {
    strip.withKernelStrip { isa, strip in
      fathom_correlate_float(
        isa, strip, source, taps.baseAddress, Int32(taps.count), weights, Int32(width), bias, target, Int32(filters), plane,
        accumulate ? 1 : 0)
    }
  }

  public static func gather(
    _ strip: borrowing ConvolutionStrip, from source: UnsafePointer<Float>, channels: Int, plane: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    strip.withKernelStrip { isa, strip in fathom_gather_strip_float(isa, strip, source, Int32(channels), plane, target) }
  }

  public static func correlateWeights(
    _ strip: borrowing ConvolutionStrip, source: UnsafePointer<Float>, taps: UnsafeBufferPointer<Int32>,
    gradient: UnsafePointer<Float>, filters: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    strip.withKernelStrip { isa, strip in
      fathom_correlate_weights_float(isa, strip, source, taps.baseAddress, Int32(taps.count), gradient, Int32(filters), sums)
    }
  }
}

extension Double: CorrelationScalar {
  public static func padPhase(
    _ target: UnsafeMutablePointer<Double>, rows: Int, columns: Int, from source: UnsafePointer<Double>, height: Int, width: Int,
    firstRow: Int, rowStride: Int, firstColumn: Int, columnStride: Int
  ) {
    fathom_pad_phase_double(target, rows, columns, source, height, width, firstRow, rowStride, firstColumn, columnStride)
  }

  public static func correlate(
    _ strip: borrowing ConvolutionStrip, source: UnsafePointer<Double>, taps: UnsafeBufferPointer<Int32>,
    weights: UnsafePointer<Double>, width: Int, bias: UnsafePointer<Double>?, into target: UnsafeMutablePointer<Double>,
    filters: Int, plane: Int, accumulate: Bool
  ) {
    strip.withKernelStrip { isa, strip in
      fathom_correlate_double(
        isa, strip, source, taps.baseAddress, Int32(taps.count), weights, Int32(width), bias, target, Int32(filters), plane,
        accumulate ? 1 : 0)
    }
  }

  public static func gather(
    _ strip: borrowing ConvolutionStrip, from source: UnsafePointer<Double>, channels: Int, plane: Int,
    into target: UnsafeMutablePointer<Double>
  ) {
    strip.withKernelStrip { isa, strip in fathom_gather_strip_double(isa, strip, source, Int32(channels), plane, target) }
  }

  public static func correlateWeights(
    _ strip: borrowing ConvolutionStrip, source: UnsafePointer<Double>, taps: UnsafeBufferPointer<Int32>,
    gradient: UnsafePointer<Double>, filters: Int, into sums: UnsafeMutablePointer<Double>
  ) {
    strip.withKernelStrip { isa, strip in
      fathom_correlate_weights_double(isa, strip, source, taps.baseAddress, Int32(taps.count), gradient, Int32(filters), sums)
    }
  }
}
