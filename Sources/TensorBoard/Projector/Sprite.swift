internal import Tensors

/// All pictures in one, row by row in a square grid, as the Projector page cuts them out again.
struct Sprite {
  /// The page takes no larger picture.
  static let sideLimit = 8192
  let pictureWidth: Int
  let pictureHeight: Int
  /// Shape [height, width, channels].
  let pixels: Tensor<UInt8>

  /// - Parameter pictures: Shape [pictures, height, width] or [pictures, height, width, channels]. They are made smaller where the
  ///   grid would be larger than the page takes.
  init(of pictures: Tensor<UInt8>) {
    let (count, height, width) = (pictures.shape[0], pictures.shape[1], pictures.shape[2])
    let channels = pictures.rank == 4 ? pictures.shape[3] : 1
    let columns = Int(Double(count).squareRoot().rounded(.up))
    let scale = Swift.min(1, Double(Self.sideLimit / columns) / Double(Swift.max(height, width)))
    let (cellHeight, cellWidth) = (
      Swift.max(1, Int(Double(height) * scale)), Swift.max(1, Int(Double(width) * scale))
    )
    let shrink = Shrinking(from: (height, width), to: (cellHeight, cellWidth), channels: channels)
    (pictureWidth, pictureHeight) = (cellWidth, cellHeight)
    // The grid must be square, or the page takes the pictures to be as wide as the grid's proportion says.
    let side = columns
    pixels = pictures.withUnsafeBufferPointer { source in
      Tensor(uninitialized: [side * cellHeight, side * cellWidth, channels]) { target in
        target.initialize(repeating: 0)
        let stride = side * cellWidth * channels
        for index in 0..<count {
          let corner = index / columns * cellHeight * stride + index % columns * cellWidth * channels
          let picture = UnsafeBufferPointer(rebasing: source[index * height * width * channels..<(index + 1) * height * width * channels])
          shrink.write(picture, to: target.baseAddress! + corner, rowStride: stride)
        }
      }
    }
  }
}

/// Makes pictures smaller by the mean of what falls on each pixel; copies them where the size stays.
struct Shrinking {
  private let (height, width, newHeight, newWidth, channels): (Int, Int, Int, Int, Int)

  init(from size: (height: Int, width: Int), to newSize: (height: Int, width: Int), channels: Int) {
    (height, width, newHeight, newWidth) = (size.height, size.width, newSize.height, newSize.width)
    self.channels = channels
  }

  func write(_ picture: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, rowStride: Int) {
    for y in 0..<newHeight {
      let line = target + y * rowStride
      if height == newHeight, width == newWidth {
        line.update(from: picture.baseAddress! + y * width * channels, count: width * channels)
        continue
      }
      let rows = y * height / newHeight..<Swift.max((y + 1) * height / newHeight, y * height / newHeight + 1)
      for x in 0..<newWidth {
        let columns = x * width / newWidth..<Swift.max((x + 1) * width / newWidth, x * width / newWidth + 1)
        for channel in 0..<channels {
          var sum = 0
          for row in rows { for column in columns { sum += Int(picture[(row * width + column) * channels + channel]) } }
          line[x * channels + channel] = UInt8(sum / (rows.count * columns.count))
        }
      }
    }
  }
}
