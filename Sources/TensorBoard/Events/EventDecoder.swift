internal import Formats

/// Events from protocol-buffer bytes, in the forms of every TensorBoard writer: tensors, `simple_value`, `histo`, `image`.
struct EventDecoder {
  /// What each tag's first value said of its dashboard.
  private var plugins: [String: String] = [:]

  mutating func decode(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Event {
    var event = Event(wallTime: 0, step: 0, content: .other)
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: event.wallTime = field.value.double ?? 0
      case 2: event.step = Int(field.value.integer ?? 0)
      case 3: event.content = .fileVersion(field.value.text ?? "")
      case 5: if let summary = field.value.bytes { event.content = .summary(try values(of: summary)) }
      default: break
      }
    }
    return event
  }

  private mutating func values(of summary: UnsafeRawBufferPointer) throws(WireError) -> [SummaryValue] {
    var values: [SummaryValue] = []
    var reader = WireReader(summary)
    while let field = try reader.next() {
      if field.number == 1, let bytes = field.value.bytes { values.append(try value(bytes)) }
    }
    return values
  }

  private mutating func value(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> SummaryValue {
    var value = SummaryValue(tag: "", content: .other)
    var tensor: UnsafeRawBufferPointer?
    var data: UnsafeRawBufferPointer?
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes): value.tag = field.value.text ?? ""
      case (2, .fixed32): value.content = .scalar(Double(field.value.float ?? 0))
      case (4, .bytes(let image)): value.content = .images([try Self.image(image)])
      case (5, .bytes(let histogram)): value.content = .histogram(try Self.legacyHistogram(histogram))
      case (8, .bytes(let content)): tensor = content
      case (9, .bytes(let metadata)): (value.plugin, data) = try Self.plugin(metadata)
      default: break
      }
    }
    if let plugin = value.plugin { plugins[value.tag] = plugin } else { value.plugin = plugins[value.tag] }
    if value.plugin == Hyperparameters.pluginName, let data {
      value.content = .pluginData(Array(data))
    } else if let tensor {
      value.content = try TensorContent(tensor).content(for: value.plugin)
    }
    return value
  }

  /// The plugin's name and what it keeps of its own.
  private static func plugin(
    _ metadata: UnsafeRawBufferPointer
  ) throws(WireError) -> (name: String?, data: UnsafeRawBufferPointer?) {
    var (name, content): (String?, UnsafeRawBufferPointer?)
    var reader = WireReader(metadata)
    while let field = try reader.next() {
      guard field.number == 1, let data = field.value.bytes else { continue }
      var inner = WireReader(data)
      while let field = try inner.next() {
        switch field.number {
        case 1: name = field.value.text
        case 2: content = field.value.bytes
        default: break
        }
      }
    }
    return (name, content)
  }

  private static func image(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> EncodedImage {
    var image = EncodedImage(width: 0, height: 0, bytes: [])
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: image.height = Int(field.value.integer ?? 0)
      case 2: image.width = Int(field.value.integer ?? 0)
      case 4: image.bytes = field.value.bytes.map(Array.init) ?? []
      default: break
      }
    }
    return image
  }

  /// HistogramProto: each bucket reaches from the limit before its own, the first from the minimum. Writers put an empty bucket in
  /// front so that the first edge survives; empty buckets at the ends are left out. Numbers that are in no bucket, which are those that
  /// are not finite, count in a last one whose edges are NaN.
  private static func legacyHistogram(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> [Bucket] {
    var (minimum, maximum, total) = (0.0, 0.0, 0.0)
    var (limits, counts) = ([Double](), [Double]())
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: minimum = field.value.double ?? 0
      case 2: maximum = field.value.double ?? 0
      case 3: total = field.value.double ?? 0
      case 6: limits += field.value.doubles
      case 7: counts += field.value.doubles
      default: break
      }
    }
    let used = zip(limits, counts).enumerated().filter { $0.element.1 > 0 }.map(\.offset)
    let missing = total - counts.reduce(0, +)
    let nonFinite = missing >= 1 ? [Bucket(left: .nan, right: .nan, count: missing)] : []
    guard let first = used.first, let last = used.last else { return nonFinite }
    // With a number among them that is none, the writer's minimum and maximum are none either.
    if !minimum.isFinite { minimum = -.greatestFiniteMagnitude }
    if !maximum.isFinite { maximum = .greatestFiniteMagnitude }
    let buckets = (first...last).map { index in
      let left = index == first ? (index > 0 ? Swift.max(minimum, limits[index - 1]) : minimum) : limits[index - 1]
      let right = index == last ? Swift.min(maximum, limits[index]) : limits[index]
      return Bucket(left: left, right: Swift.max(left, right), count: counts[index])
    }
    return buckets + nonFinite
  }
}
