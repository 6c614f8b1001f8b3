/// Small pictures of samples, side by side in one, that a page shows when a point is pointed at.
public struct ThumbnailSheet: Sendable {
  /// The most pixels of all together; larger samples are shrunk to fit.
  static let pixelLimit = 8_000_000
  /// Smaller, nothing is to be seen.
  static let smallestSide = 6

  let columns: Int
  /// Of each.
  let width: Int
  let height: Int
  private let factor: Int
  private let source: (height: Int, width: Int)
  private let isColored: Bool
  private let rows: Int
  private var pixels: [UInt32]
  private var count = 0

  /// Room for `count` images of height x width pixels; nil where they would be too small to see, or too large to hold.
  /// - Parameter isColored: Whether an image is three planes: red, green and blue.
  public init?(count: Int, height: Int, width: Int, isColored: Bool = false) {
    guard count > 0, height > 0, width > 0 else { return nil }
    var factor = max(1, (max(height, width) + 63) / 64)
    func side(_ length: Int) -> Int { (length + factor - 1) / factor }
    while count * side(height) * side(width) > Self.pixelLimit, side(min(height, width)) > 1 { factor += 1 }
    (self.height, self.width) = (side(height), side(width))
    let size = count * self.height * self.width
    // Images that were small already are shown as they are.
    guard size <= Self.pixelLimit, factor == 1 || min(self.height, self.width) >= Self.smallestSide else { return nil }
    (self.factor, source, self.isColored) = (factor, (height, width), isColored)
    // Browsers refuse pictures of more than 16,384 pixels in height or width.
    columns = max(1, min(count, Int((Double(size)).squareRoot()) / self.width))
    rows = (count + columns - 1) / columns
    pixels = [UInt32](repeating: 0, count: rows * columns * self.width * self.height)
  }

  /// Appends the next image, from its darkest to its lightest pixel. Shape of the values: [height, width] or [3, height, width].
  public mutating func append(_ values: ArraySlice<Float>) {
    let planes = isColored ? 3 : 1
    precondition(values.count == planes * source.height * source.width, "\(values.count) values for \(planes) x \(source.height) x \(source.width)")
    let finite = values.lazy.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    let scale = high > low ? 255 / (high - low) : 0
    let (left, top) = (count % columns * width, count / columns * height)
    for row in 0..<height {
      for column in 0..<width {
        var color: UInt32 = 0
        for plane in 0..<3 {
          let mean = mean(values, plane: isColored ? plane : 0, row: row, column: column)
          color = color << 8 | UInt32(min(max((mean - low) * scale, 0), 255).rounded())
        }
        pixels[(top + row) * columns * width + left + column] = color
      }
    }
    count += 1
  }

  private func mean(_ values: ArraySlice<Float>, plane: Int, row: Int, column: Int) -> Float {
    var (sum, number) = (Float(0), Float(0))
    let start = values.startIndex + plane * source.height * source.width
    for y in row * factor..<min((row + 1) * factor, source.height) {
      for x in column * factor..<min((column + 1) * factor, source.width) {
        let value = values[start + y * source.width + x]
        guard value.isFinite else { continue }
        sum += value
        number += 1
      }
    }
    return number > 0 ? sum / number : 0
  }

  /// All of them as one PNG file.
  func png() throws(DrawingError) -> [UInt8] {
    try PixelImage(width: columns * width, height: rows * height) { _ = $0.update(fromContentsOf: pixels) }.png()
  }
}
