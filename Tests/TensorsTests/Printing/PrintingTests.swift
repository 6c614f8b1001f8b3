import Foundation
import Tensors
import Testing

/// Character for character what NumPy prints (see Fixtures/make_printing.py).
@Suite struct PrintingTests {
  struct Case: Decodable {
    let type: String
    let shape: [Int]
    let data: [Double]?
    let step: Double?
    let period: Int?
    let text: String

    var values: [Double] {
      if let data { return data }
      return (0..<shape.reduce(1, *)).map { Double($0 % period!) * step! }
    }

    var printed: String {
      let values = Tensor(values, shape: Shape(shape))
      switch type {
      case "float64": return "\(values)"
      case "float32": return "\(Tensor<Float>(values))"
      case "int64": return "\(Tensor<Int>(values))"
      case "int32": return "\(Tensor<Int32>(values))"
      case "uint8": return "\(Tensor<UInt8>(values))"
      default: return "\(Tensor<Bool>(values))"
      }
    }
  }

  @Test func printsAsNumPyDoes() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/printing.json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let cases = try decoder.decode([Case].self, from: Data(contentsOf: url))
    #expect(cases.count > 100)
    for test in cases {
      #expect(test.printed == test.text, "\(test.type) of shape \(test.shape)")
    }
  }
}
