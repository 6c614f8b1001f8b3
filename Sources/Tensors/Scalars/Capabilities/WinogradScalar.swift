internal import CKernels

/// The transforms of Winograd's minimal filtering on raw memory, on the calling thread; see the kernels' header, Winograd.h.
public protocol WinogradScalar {
  static func winogradInput(
    _ tiles: WinogradTiles, _ source: UnsafePointer<Self>, scratch: UnsafeMutablePointer<Self>,
    into target: UnsafeMutablePointer<Self>, row: Int, place: Int)

  static func winogradGradient(
    _ tiles: WinogradTiles, _ source: UnsafePointer<Self>, scratch: UnsafeMutablePointer<Self>,
    into target: UnsafeMutablePointer<Self>, row: Int, place: Int, sums: UnsafeMutablePointer<Self>)

  static func winogradOutput(
    _ tiles: WinogradTiles, _ products: UnsafePointer<Self>, row: Int, place: Int, bias: UnsafePointer<Self>?,
    scratch: UnsafeMutablePointer<Self>, into target: UnsafeMutablePointer<Self>, accumulate: Bool)

  static func winogradFilters(
    _ filters: UnsafePointer<Self>, step: Int, rotated: Bool, channels: Int, into target: UnsafeMutablePointer<Self>, place: Int)

  static func winogradFilterGradient(
    _ sums: UnsafePointer<Self>, step: Int, place: Int, channels: Int, into gradient: UnsafeMutablePointer<Self>, accumulate: Bool)
}

/// Tiles of 2x2 outputs of several images: what a kernel is to transform.
public struct WinogradTiles: Sendable {
  var instructionSet: InstructionSet
  var images: Int, imageStride: Int
  var channels: Int
  /// A channel's plane, and where in it the first tile begins.
  var plane: Extent2D, top: Int, left: Int
  var rows: Int, columns: Int

  fileprivate func withBlock(_ body: (fathom_isa, UnsafePointer<fathom_winograd_block>) -> Void) {
    var block = fathom_winograd_block(
      images: Int32(images), channels: Int32(channels), image_stride: imageStride, height: Int32(plane.height),
      width: Int32(plane.width), top: Int32(top), left: Int32(left), rows: Int32(rows), columns: Int32(columns))
    body(instructionSet.kernelLevel, &block)
  }

  /// Scalars that kernels may read and write past their matrices.
  static var slack: Int { Int(fathom_winograd_slack) }
}

extension Float: WinogradScalar {
  public static func winogradInput(
    _ tiles: WinogradTiles, _ source: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>,
    into target: UnsafeMutablePointer<Float>, row: Int, place: Int
  ) {
    tiles.withBlock { isa, block in fathom_winograd_input_float(isa, block, source, scratch, target, row, place) }
  }

  public static func winogradGradient(
    _ tiles: WinogradTiles, _ source: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>,
    into target: UnsafeMutablePointer<Float>, row: Int, place: Int, sums: UnsafeMutablePointer<Float>
  ) {
    tiles.withBlock { isa, block in fathom_winograd_gradient_float(isa, block, source, scratch, target, row, place, sums) }
  }

  public static func winogradOutput(
    _ tiles: WinogradTiles, _ products: UnsafePointer<Float>, row: Int, place: Int, bias: UnsafePointer<Float>?,
    scratch: UnsafeMutablePointer<Float>, into target: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    tiles.withBlock { isa, block in
      fathom_winograd_output_float(isa, block, products, row, place, bias, scratch, target, accumulate ? 1 : 0)
    }
  }

  public static func winogradFilters(
    _ filters: UnsafePointer<Float>, step: Int, rotated: Bool, channels: Int, into target: UnsafeMutablePointer<Float>, place: Int
  ) {
    fathom_winograd_filters_float(filters, step, rotated ? 1 : 0, Int32(channels), target, place)
  }

  public static func winogradFilterGradient(
    _ sums: UnsafePointer<Float>, step: Int, place: Int, channels: Int, into gradient: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    fathom_winograd_filter_gradient_float(sums, step, place, Int32(channels), gradient, accumulate ? 1 : 0)
  }
}

extension Double: WinogradScalar {
  public static func winogradInput(
    _ tiles: WinogradTiles, _ source: UnsafePointer<Double>, scratch: UnsafeMutablePointer<Double>,
    into target: UnsafeMutablePointer<Double>, row: Int, place: Int
  ) {
    tiles.withBlock { isa, block in fathom_winograd_input_double(isa, block, source, scratch, target, row, place) }
  }

  public static func winogradGradient(
    _ tiles: WinogradTiles, _ source: UnsafePointer<Double>, scratch: UnsafeMutablePointer<Double>,
    into target: UnsafeMutablePointer<Double>, row: Int, place: Int, sums: UnsafeMutablePointer<Double>
  ) {
    tiles.withBlock { isa, block in fathom_winograd_gradient_double(isa, block, source, scratch, target, row, place, sums) }
  }

  public static func winogradOutput(
    _ tiles: WinogradTiles, _ products: UnsafePointer<Double>, row: Int, place: Int, bias: UnsafePointer<Double>?,
    scratch: UnsafeMutablePointer<Double>, into target: UnsafeMutablePointer<Double>, accumulate: Bool
  ) {
    tiles.withBlock { isa, block in
      fathom_winograd_output_double(isa, block, products, row, place, bias, scratch, target, accumulate ? 1 : 0)
    }
  }

  public static func winogradFilters(
    _ filters: UnsafePointer<Double>, step: Int, rotated: Bool, channels: Int, into target: UnsafeMutablePointer<Double>, place: Int
  ) {
    fathom_winograd_filters_double(filters, step, rotated ? 1 : 0, Int32(channels), target, place)
  }

  public static func winogradFilterGradient(
    _ sums: UnsafePointer<Double>, step: Int, place: Int, channels: Int, into gradient: UnsafeMutablePointer<Double>, accumulate: Bool
  ) {
    fathom_winograd_filter_gradient_double(sums, step, place, Int32(channels), gradient, accumulate ? 1 : 0)
  }
}
