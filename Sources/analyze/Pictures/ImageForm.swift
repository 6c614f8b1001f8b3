import Fathom

/// How a sample is an image.
struct ImageForm {
  var height: Int
  var width: Int
  var isColored = false
  var channelsAreLast = false

  /// - Parameter shape: [height, width], [1 or 3, height, width], [height, width, 1 or 3] or [pixels of a square].
  init?(_ shape: [Int]) {
    guard !shape.contains(0) else { return nil }
    switch shape.count {
    case 1:
      guard let side = Self.side(shape[0]), side >= 4 else { return nil }
      (height, width) = (side, side)
    case 2: (height, width) = (shape[0], shape[1])
    case 3 where shape[0] == 1 || shape[0] == 3:
      (height, width, isColored) = (shape[1], shape[2], shape[0] == 3)
    case 3 where shape[2] == 1 || shape[2] == 3:
      (height, width, isColored, channelsAreLast) = (shape[0], shape[1], shape[2] == 3, true)
    default: return nil
    }
  }

  /// The side of a square of so many pixels.
  static func side(_ count: Int) -> Int? {
    let side = Int(Double(count).squareRoot().rounded())
    return side > 0 && side * side == count ? side : nil
  }

  func tile(_ values: ArraySlice<Float>) -> ImageGrid.Tile {
    ImageGrid.Tile(Array(planes(values)), height: height, width: width, isColored: isColored)
  }

  /// The values of an image plane by plane.
  func planes(_ values: ArraySlice<Float>) -> ArraySlice<Float> {
    guard isColored, channelsAreLast else { return values }
    let size = height * width
    return ArraySlice((0..<3 * size).map { values[values.startIndex + $0 % size * 3 + $0 / size] })
  }
}
