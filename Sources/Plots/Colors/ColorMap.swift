/// Colours for numbers from 0 to 1, between fixed stops.
public struct ColorMap: Sendable, Hashable {
  /// At equal distances, the first for 0, the last for 1.
  public let stops: [Color]

  public init(_ stops: [Color]) {
    precondition(stops.count > 1, "a map of colours has at least two")
    self.stops = stops
  }

  /// The colour of a number; what lies outside 0...1 gets the end's.
  public func color(_ value: Double) -> Color {
    let position = min(max(value.isNaN ? 0 : value, 0), 1) * Double(stops.count - 1)
    let index = min(Int(position), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], at: position - Double(index))
  }

  /// `count` colours from 0 to 1.
  public func table(_ count: Int = 256) -> [Color] { (0..<count).map { color(Double($0) / Double(count - 1)) } }

  /// Even to the eye, in grey too and with any colour vision: Smith and van der Walt's viridis (CC0), 33 of its 256 colours.
  public static let viridis = ColorMap(hex: [
    0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453781, 0x424086, 0x3E4989, 0x3B528B, 0x375B8D, 0x33638D,
    0x2F6B8E, 0x2C728E, 0x297A8E, 0x26828E, 0x23898E, 0x21918C, 0x1F988B, 0x1FA088, 0x22A785, 0x28AE80, 0x32B67A,
    0x3FBC73, 0x4EC36B, 0x5EC962, 0x70CF57, 0x84D44B, 0x98D83E, 0xADDC30, 0xC2DF23, 0xD8E219, 0xECE51B, 0xFDE725,
  ])

  /// Black to white.
  public static let grays = ColorMap([Color(gray: 0), Color(gray: 1)])

  /// Blue below the middle, white there, red above: Brewer's RdBu (Apache 2.0), turned round.
  public static let blueRed = ColorMap(hex: [0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B])

  private init(hex: [UInt32]) { self.init(hex.map { Color(hex: $0) }) }
}
