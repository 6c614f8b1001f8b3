/// Times of two ways to do the same work, taken in turns so that both meet the same moods of the machine.
struct Comparison {
  private(set) var first: [Double] = []
  private(set) var second: [Double] = []

  /// Runs the two in alternating blocks: `blocks` of each, every block at least `seconds` long and three calls, the first not counted.
  /// Before each block the machine rests, since threads of OpenBLAS spin for a while after their work.
  init(blocks: Int = 8, seconds: Double = 0.05, _ one: () -> Void, _ other: () -> Void) {
    for _ in 0..<blocks {
      first += Self.times(seconds, one)
      second += Self.times(seconds, other)
    }
  }

  private static func times(_ seconds: Double, _ body: () -> Void) -> [Double] {
    let clock = ContinuousClock()
    let rest = clock.now
    while clock.now - rest < .milliseconds(200) { sleepOneMillisecond() }
    body()
    var times: [Double] = []
    var total = 0.0
    while total < seconds || times.count < 3 {
      let time = clock.measure(body).seconds
      times.append(time)
      total += time
    }
    return times
  }
}

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
