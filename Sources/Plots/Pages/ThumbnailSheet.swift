internal import CZlib

/// Small pictures of samples, which a page shows when a point is pointed at: in as many pixels and shades as a number of bytes for each allows.
///
/// The pictures lie one after the other, each row by row, planes and pixels packed into bits, compressed together by deflate, which browsers
/// undo by themselves.
public struct ThumbnailSheet: Sendable {
  /// How many compressed bytes a picture may take; in a page a third more, as base64. With its place and label a point stays below 25 bytes.
  static let bytesEach = 12
  /// Fewer pictures than this fills may take more each.
  static let freeBytes = 16_384

  /// How pictures are held.
  struct Form: Sendable, Hashable {
    var width: Int
    var height: Int
    /// 3 for red, green and blue; 1 for shades of grey.
    var planes: Int
    /// For each plane of a pixel: 2, 4 or 8.
    var bits: Int
    /// Points from one that has a picture to the next.
    var every = 1

    /// Of a picture, not compressed.
    var byteCount: Int { (width * height * planes * bits + 7) / 8 }
  }

  let form: Form
  let compressed: [UInt8]
  /// What was left out of the pictures, in a few words; nil if nothing was.
  public let note: String?

  /// Pictures of the images 0 ..< `count`, each of height x width pixels.
  ///
  /// - Parameters:
  ///   - isColored: Whether an image is three planes: red, green and blue.
  ///   - image: The values of an image, [height, width] or [3, height, width]; asked for a few images more than once. Each is shown from its
  ///     darkest to its lightest pixel.
  public init?(count: Int, height: Int, width: Int, isColored: Bool = false, image: (Int) throws -> ArraySlice<Float>) rethrows {
    guard count > 0, height > 0, width > 0 else { return nil }
    let source = (height: height, width: width, planes: isColored ? 3 : 1)
    func packed(_ numbers: [Int], _ form: Form) throws -> [UInt8] {
      var packer = ThumbnailPacker(form, source: source)
      for number in numbers { packer.append(try image(number)) }
      return Deflate.compressed(packer.bytes)
    }
    let budget = max(Self.bytesEach * count, Self.freeBytes)
    let some = (0..<min(count, 512)).map { $0 * count / min(count, 512) }
    var chosen: (form: Form, bytes: [UInt8])?
    for form in Self.forms(source) {
      // What some take is about what all take.
      let estimate = Double(try packed(some, form).count) / Double(some.count) * Double(count)
      guard estimate <= Double(budget) else { continue }
      let bytes = some.count == count ? try packed(some, form) : try packed(Array(0..<count), form)
      if bytes.count <= budget {
        chosen = (form, bytes)
        break
      }
    }
    if chosen == nil, var form = Self.forms(source).last {
      let each = Double(try packed(some, form).count) / Double(some.count)
      form.every = max(2, Int((each * Double(count) / Double(budget)).rounded(.up)))
      chosen = (form, try packed(Array(stride(from: 0, to: count, by: form.every)), form))
    }
    guard let chosen else { return nil }
    (form, compressed) = chosen
    note = Self.note(form, source)
  }

  /// From the best on: as large as they are up to 64 pixels, then smaller, each in fewer and fewer shades, in colour before all in grey.
  private static func forms(_ source: (height: Int, width: Int, planes: Int)) -> [Form] {
    let longest = max(source.height, source.width)
    let sides = [min(longest, 64)] + [48, 32, 24, 20, 16, 14, 12, 10, 9, 8].filter { $0 < longest }
    return [3, 1].filter { $0 <= source.planes }.flatMap { planes in
      sides.flatMap { side in
        [8, 4, 2].map { bits in
          func scaled(_ length: Int) -> Int { max(1, (length * side + longest / 2) / longest) }
          return Form(width: scaled(source.width), height: scaled(source.height), planes: planes, bits: bits)
        }
      }
    }
  }

  private static func note(_ form: Form, _ source: (height: Int, width: Int, planes: Int)) -> String? {
    var parts: [String] = []
    if (form.height, form.width) != (source.height, source.width) {
      parts.append("\(form.height) x \(form.width) of \(source.height) x \(source.width) pixels")
    }
    if form.planes < source.planes || form.bits < 8 {
      parts.append("\(form.bits < 8 ? "\(1 << form.bits) shades" : "shades") of \(form.planes == 3 ? "each colour" : "grey")")
    }
    if form.every > 1 { parts.append("one for \(form.every) points") }
    return parts.isEmpty ? nil : "pictures: " + parts.joined(separator: ", ")
  }
}

/// Shrinks images and packs their pixels.
private struct ThumbnailPacker {
  private let form: ThumbnailSheet.Form
  private let source: (height: Int, width: Int, planes: Int)
  private let rows: [[(place: Int, weight: Float)]]
  private let columns: [[(place: Int, weight: Float)]]
  private var values: [Float]
  private(set) var bytes: [UInt8] = []

  init(_ form: ThumbnailSheet.Form, source: (height: Int, width: Int, planes: Int)) {
    (self.form, self.source) = (form, source)
    rows = Self.shares(of: source.height, in: form.height)
    columns = Self.shares(of: source.width, in: form.width)
    values = [Float](repeating: 0, count: form.planes * form.height * form.width)
  }

  /// For each pixel of a smaller side the ones of the larger that it covers, with their shares.
  private static func shares(of large: Int, in small: Int) -> [[(place: Int, weight: Float)]] {
    let width = Double(large) / Double(small)
    return (0..<small).map { pixel in
      let (start, end) = (Double(pixel) * width, Double(pixel + 1) * width)
      return (Int(start)..<min(large, Int(end.rounded(.up)))).map { place in
        (place, Float((min(end, Double(place + 1)) - max(start, Double(place))) / width))
      }
    }
  }

  mutating func append(_ image: ArraySlice<Float>) {
    precondition(image.count == source.planes * source.height * source.width, "\(image.count) values for \(source)")
    image.withUnsafeBufferPointer { image in
      for plane in 0..<form.planes {
        for row in 0..<form.height {
          for column in 0..<form.width {
            var sum: Float = 0
            // Of three planes in one their mean.
            for sourcePlane in form.planes == source.planes ? plane..<plane + 1 : 0..<source.planes {
              for (y, share) in rows[row] {
                for (x, part) in columns[column] {
                  let value = image[(sourcePlane * source.height + y) * source.width + x]
                  if value.isFinite { sum += share * part * value }
                }
              }
            }
            values[(plane * form.height + row) * form.width + column] = sum
          }
        }
      }
    }
    let (low, high) = (Double(values.min() ?? 0), Double(values.max() ?? 0))
    let most = Double((1 << form.bits) - 1)
    let scale = high > low ? most / (high - low) : 0
    var (byte, filled) = (UInt32(0), 0)
    for value in values {
      byte = byte << UInt32(form.bits) | UInt32(min(max(((Double(value) - low) * scale).rounded(), 0), most))
      filled += form.bits
      if filled == 8 {
        bytes.append(UInt8(byte))
        (byte, filled) = (0, 0)
      }
    }
    if filled > 0 { bytes.append(UInt8(byte << UInt32(8 - filled))) }
  }
}

/// Bytes compressed as zlib writes them (RFC 1950).
enum Deflate {
  static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var size = compressBound(UInt(bytes.count))
    return [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
      let status = compress2(target.baseAddress, &size, bytes, UInt(bytes.count), 9)
      precondition(status == Z_OK, "zlib: \(status)")
      count = Int(size)
    }
  }
}
