internal import CDigits
internal import Formats
internal import Tensors

extension Dataset {
  /// 1,797 handwritten digits of 8 x 8 pixels from 0 to 16, which are part of the program. Shape [1797, 8, 8].
  public static func digits() -> Dataset {
    var size = 0
    let start = fathom_digits(&size)
    let file = UnsafeRawBufferPointer(start: start, count: size)
    // The file is a NumPy array of bytes: a header of 128 bytes, then 64 pixels and the label of each image.
    let header = 128
    let rows = (file.count - header) / 65
    let pixels = Tensor<UInt8>(uninitialized: [rows, 8, 8]) { buffer in
      for row in 0..<rows {
        for pixel in 0..<64 { buffer[row * 64 + pixel] = file[header + row * 65 + pixel] }
      }
    }
    return Dataset(
      name: "digits", samples: .uint8(pixels), labels: (0..<rows).map { Int(file[header + $0 * 65 + 64]) },
      origin: "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, through scikit-learn",
      licence: "CC BY 4.0")
  }
}
