/// Which frames are shown.
enum FrameChoice {
  /// `count` of `total` numbers, the first and the last among them, evenly spread.
  static func spread(_ count: Int, of total: Int) -> [Int] {
    guard count < total else { return Array(0..<total) }
    guard count > 1 else { return total > 0 ? [total - 1] : [] }
    return (0..<count).map { $0 * (total - 1) / (count - 1) }
  }
}
