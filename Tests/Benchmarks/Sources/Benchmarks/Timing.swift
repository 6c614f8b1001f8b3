extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }

/// Text of a number in a column of `width` characters.
func column(_ value: Double, width: Int, digits: Int) -> String {
  let scale = [1.0, 10, 100, 1_000, 10_000][digits]
  let rounded = (value * scale).rounded()
  var text = String(Int(rounded / scale))
  if digits > 0 {
    let fraction = String(Int(rounded.truncatingRemainder(dividingBy: scale)))
    text += "." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
  return String(repeating: " ", count: max(0, width - text.count)) + text
}

func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
