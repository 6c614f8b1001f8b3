/// One label for each row: classes as numbers, or as text.
enum Labels: Equatable {
  case integers([Int])
  case texts([String])

  var count: Int {
    switch self {
    case .integers(let values): values.count
    case .texts(let values): values.count
    }
  }

  /// Integers where every text is one.
  init(texts: [String]) {
    let integers = texts.compactMap { Int($0) }
    self = integers.count == texts.count ? .integers(integers) : .texts(texts)
  }

  func prefix(_ count: Int) -> Labels {
    switch self {
    case .integers(let values): .integers(Array(values.prefix(count)))
    case .texts(let values): .texts(Array(values.prefix(count)))
    }
  }

  /// The same labels `count` times, one after the other.
  func repeated(_ count: Int) -> Labels {
    switch self {
    case .integers(let values): .integers((0..<count).flatMap { _ in values })
    case .texts(let values): .texts((0..<count).flatMap { _ in values })
    }
  }

  /// Equal labels as equal numbers, for measures that only compare.
  var classes: [Int] {
    switch self {
    case .integers(let values): return values
    case .texts(let values):
      var numbers: [String: Int] = [:]
      return values.map { text in
        let number = numbers[text] ?? numbers.count
        numbers[text] = number
        return number
      }
    }
  }
}
