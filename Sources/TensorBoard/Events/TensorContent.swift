internal import Formats

/// A TensorProto: numbers as raw bytes or one field each, strings one field each.
struct TensorContent {
  private var type: Int64 = 0
  private var shape: [Int] = []
  private var doubles: [Double] = []
  private var strings: [UnsafeRawBufferPointer] = []
  private var raw: UnsafeRawBufferPointer?

  init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: type = field.value.integer ?? 0
      case 2: if let shape = field.value.bytes { self.shape = try Self.extents(shape) }
      case 4: raw = field.value.bytes
      case 5: doubles += field.value.floats.map(Double.init)
      case 6: doubles += field.value.doubles
      case 8: if let string = field.value.bytes { strings.append(string) }
      default: break
      }
    }
    if let raw { doubles += Self.numbers(raw, type) }
  }

  /// The number of a tensor that holds no more than one; what ``content(for:)`` makes a scalar of, found without copying anything.
  static func scalar(in bytes: UnsafeRawBufferPointer) throws(WireError) -> Double? {
    var (type, isSingle): (Int64, Bool) = (0, true)
    var (first, raw): (Double?, UnsafeRawBufferPointer?)
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: type = field.value.integer ?? 0
      case 2: if let shape = field.value.bytes { isSingle = try Self.isSingle(shape) }
      case 4: raw = field.value.bytes
      case 5: first = first ?? field.value.firstFloat.map(Double.init)
      case 6: first = first ?? field.value.firstDouble
      default: break
      }
    }
    guard isSingle else { return nil }
    if let first { return first }
    switch TensorType(rawValue: type) {
    case .float: return raw.flatMap { WireReader.Value.bytes($0).firstFloat.map(Double.init) }
    case .double: return raw.flatMap { WireReader.Value.bytes($0).firstDouble }
    default: return nil
    }
  }

  /// What it is to the dashboard called `plugin`, or by its form where nobody says.
  func content(for plugin: String?) -> SummaryValue.Content {
    switch plugin {
    case "histograms": return histogram ?? unread
    case "images" where strings.count >= 2: return .images(images)
    case "text": return .text(strings.map { String(decoding: $0, as: UTF8.self) })
    case "scalars", nil: if shape.allSatisfy({ $0 == 1 }), let number = doubles.first { return .scalar(number) }
    default: break
    }
    return unread
  }

  private var unread: SummaryValue.Content { .tensor(type: Int(type), shape: shape) }

  private var histogram: SummaryValue.Content? {
    guard shape.count == 2, shape[1] == 3, doubles.count % 3 == 0, shape[0] == doubles.count / 3 else { return nil }
    return .histogram(
      stride(from: 0, to: doubles.count, by: 3).map { Bucket(left: doubles[$0], right: doubles[$0 + 1], count: doubles[$0 + 2]) })
  }

  private var images: [EncodedImage] {
    let size = strings.prefix(2).map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    return strings.dropFirst(2).map { EncodedImage(width: size[0], height: size[1], bytes: Array($0)) }
  }

  private static func numbers(_ raw: UnsafeRawBufferPointer, _ type: Int64) -> [Double] {
    switch TensorType(rawValue: type) {
    case .float: WireReader.Value.bytes(raw).floats.map(Double.init)
    case .double: WireReader.Value.bytes(raw).doubles
    default: []
    }
  }

  private static func extents(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> [Int] {
    var extents: [Int] = []
    try forEachExtent(bytes) { extents.append($0) }
    return extents
  }

  /// Whether every extent is 1.
  private static func isSingle(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Bool {
    var isSingle = true
    try forEachExtent(bytes) { isSingle = isSingle && $0 == 1 }
    return isSingle
  }

  private static func forEachExtent(_ bytes: UnsafeRawBufferPointer, _ body: (Int) -> Void) throws(WireError) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      guard field.number == 2, let dimension = field.value.bytes else { continue }
      var (inner, size) = (WireReader(dimension), 0)
      while let field = try inner.next() {
        if field.number == 1 { size = Int(field.value.integer ?? 0) }
      }
      body(size)
    }
  }
}
