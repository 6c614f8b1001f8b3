internal import CDigits
internal import Formats
internal import Tensors

extension Dataset {
  /// 1,797 handwritten digits of 8 x 8 pixels from 0 to 16, which are part of the program. Shape [1797, 8, 8].
  public static func digits() -> Dataset {
    guard case .uint8(let rows) = try? NPYFile.read(digitsFile) else { fatalError("the program's copy of digits.npy is damaged") }
    let count = rows.shape[0]
    var labels: [Int] = []
    let pixels = rows.withUnsafeBufferPointer { source in
      Tensor<UInt8>(uninitialized: [count, 8, 8]) { target in
        for row in 0..<count {
          for pixel in 0..<64 { target[row * 64 + pixel] = source[row * 65 + pixel] }
          labels.append(Int(source[row * 65 + 64]))
        }
      }
    }
    return Dataset(
      name: "digits", samples: .uint8(pixels), labels: labels,
      origin: "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, through scikit-learn",
      licence: "CC BY 4.0")
  }

  /// `Datasets/digits/digits.npy` as it was compiled in: each row 64 pixels, then the label.
  static var digitsFile: InputFile {
    var count = 0
    let start = fathom_digits(&count)
    return InputFile(immortal: UnsafeRawBufferPointer(start: start, count: count), named: "digits.npy")
  }
}
