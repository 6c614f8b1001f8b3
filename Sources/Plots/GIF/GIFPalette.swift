internal import Tensors

/// The colours of all frames of a GIF: up to 255, and one that means "as before".
struct GIFPalette {
  static let transparent: UInt8 = 255

  /// Red, green and blue in 24 bits.
  let colors: [UInt32]

  /// For each colour of 24 bits that the palette has, its place; open addressing, a power of two of places.
  private var exactKeys: [UInt32]
  private var exactPlaces: [UInt8]
  /// For each colour of five bits a channel the nearest place.
  private let nearest: [UInt8]

  private static let exactCapacity = 1024
  private static let empty: UInt32 = 0xFFFF_FFFF

  /// From what some of the frames hold: all their colours if these are few, otherwise the most frequent ones as they are and the others by
  /// median cut (Heckbert, 1982).
  /// - Parameter keys: Colours that are in the palette in any case.
  init(_ images: [PixelImage], colorCount: Int = 255, keys: [UInt32] = []) {
    self.init(counts: Self.counts(images), colorCount: colorCount, keys: keys)
  }

  init(counts: [(color: UInt32, count: Int)], colorCount: Int, keys: [UInt32] = []) {
    let limit = min(max(colorCount, 2), Int(Self.transparent))
    // The most frequent first, so that the palette does not depend on the order of a dictionary.
    let sorted = counts.filter { !keys.contains($0.color) }.sorted { ($0.count, $1.color) > ($1.count, $0.color) }
    let free = max(0, limit - keys.count)
    if sorted.count <= free {
      self.init(colors: keys + sorted.map(\.color))
    } else {
      let kept = free * 3 / 8
      let boxes = MedianCut.colors(Array(sorted[kept...]), count: free - kept)
      self.init(colors: keys + sorted.prefix(kept).map(\.color) + boxes)
    }
  }

  private init(colors: [UInt32]) {
    self.colors = colors
    nearest = Self.nearest(colors)
    exactKeys = [UInt32](repeating: Self.empty, count: Self.exactCapacity)
    exactPlaces = [UInt8](repeating: 0, count: Self.exactCapacity)
    for (place, color) in colors.enumerated() {
      var slot = Self.slot(color)
      while exactKeys[slot] != Self.empty && exactKeys[slot] != color { slot = (slot + 1) % Self.exactCapacity }
      if exactKeys[slot] == Self.empty { (exactKeys[slot], exactPlaces[slot]) = (color, UInt8(place)) }
    }
  }

  private static func slot(_ color: UInt32) -> Int { Int((color &* 2_654_435_769) >> 22) }

  private static func counts(_ images: [PixelImage]) -> [(color: UInt32, count: Int)] {
    var counts: [UInt32: Int] = [:]
    for image in images {
      var (last, run) = (image.pixels[0] & 0xFFFFFF, 0)
      for pixel in image.pixels {
        if pixel & 0xFFFFFF == last {
          run += 1
        } else {
          counts[last, default: 0] += run
          (last, run) = (pixel & 0xFFFFFF, 1)
        }
      }
      counts[last, default: 0] += run
    }
    return counts.map { (color: $0.key, count: $0.value) }
  }

  /// The places of an image's pixels.
  func places(_ image: PixelImage) -> [UInt8] {
    // Empty: the first pixel is no run.
    var (last, place) = (Self.empty, UInt8(0))
    return [UInt8](unsafeUninitializedCapacity: image.pixels.count) { result, count in
      image.pixels.withUnsafeBufferPointer { pixels in
        for index in pixels.indices {
          let color = pixels[index] & 0xFFFFFF
          if color != last {
            place = self.place(color)
            last = color
          }
          result[index] = place
        }
      }
      count = image.pixels.count
    }
  }

  private func place(_ color: UInt32) -> UInt8 {
    var slot = Self.slot(color)
    while exactKeys[slot] != Self.empty {
      if exactKeys[slot] == color { return exactPlaces[slot] }
      slot = (slot + 1) % Self.exactCapacity
    }
    let red: UInt32 = color >> 9 & 0x7C00
    let green: UInt32 = color >> 6 & 0x03E0
    let blue: UInt32 = color >> 3 & 0x1F
    return nearest[Int(red | green | blue)]
  }

  /// The nearest place for the middle of each cube of 8 x 8 x 8 colours, by squares of differences, weighted as the eye does.
  private static func nearest(_ colors: [UInt32]) -> [UInt8] {
    let channels = [UInt32(16), 8, 0].map { shift in colors.map { Int32($0 >> shift & 0xFF) } }
    let parts = Parallel.mapRanges(of: 1 << 15, grain: 1 << 12) { range in
      range.map { cube -> UInt8 in
        let (red, green, blue) = (Int32(cube >> 10 & 31) * 8 + 4, Int32(cube >> 5 & 31) * 8 + 4, Int32(cube & 31) * 8 + 4)
        var (best, least) = (0, Int32.max)
        for place in colors.indices {
          let (r, g, b) = (channels[0][place] - red, channels[1][place] - green, channels[2][place] - blue)
          let distance = 3 * r * r + 6 * g * g + 2 * b * b
          if distance < least { (best, least) = (place, distance) }
        }
        return UInt8(best)
      }
    }
    return parts.flatMap { $0 }
  }
}

/// Groups colours so that each group's mean stands for it.
enum MedianCut {
  private struct Box {
    var members: ArraySlice<(color: UInt32, count: Int)>
    /// The channel that varies most, by its shift, and how much.
    var widest: (shift: UInt32, width: Int)
    var weight: Int

    init(_ members: ArraySlice<(color: UInt32, count: Int)>) {
      self.members = members
      weight = members.reduce(0) { $0 + $1.count }
      widest = (0, -1)
      for shift in [UInt32(16), 8, 0] {
        var (low, high) = (255, 0)
        for member in members {
          let value = Int(member.color >> shift & 0xFF)
          low = min(low, value)
          high = max(high, value)
        }
        if high - low > widest.width { widest = (shift, high - low) }
      }
    }

    /// What is gained by cutting it.
    var spread: Double { members.count > 1 ? Double(widest.width * widest.width) * Double(weight).squareRoot() : -1 }

    var mean: UInt32 {
      func mean(_ shift: UInt32) -> UInt32 {
        let sum = members.reduce(0) { $0 + Int($1.color >> shift & 0xFF) * $1.count }
        return UInt32((sum + weight / 2) / max(weight, 1)) << shift
      }
      return mean(16) | mean(8) | mean(0)
    }
  }

  static func colors(_ colors: [(color: UInt32, count: Int)], count: Int) -> [UInt32] {
    guard !colors.isEmpty, count > 0 else { return [] }
    var boxes = [Box(colors[...])]
    while boxes.count < count {
      guard let index = boxes.indices.max(by: { boxes[$0].spread < boxes[$1].spread }), boxes[index].members.count > 1 else { break }
      let shift = boxes[index].widest.shift
      let sorted = boxes[index].members.sorted { (($0.color >> shift & 0xFF), $0.color) < (($1.color >> shift & 0xFF), $1.color) }
      var (cut, sum) = (0, 0)
      while cut < sorted.count - 1, sum * 2 < boxes[index].weight {
        sum += sorted[cut].count
        cut += 1
      }
      boxes[index] = Box(sorted[..<cut])
      boxes.append(Box(sorted[cut...]))
    }
    return boxes.map(\.mean)
  }
}
