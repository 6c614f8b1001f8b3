internal import Formats

/// Events from protocol-buffer bytes, in the forms of every TensorBoard writer: tensors, `simple_value`, `histo`, `image`.
struct EventDecoder: ~Copyable {
  /// With what each tag's first value said of its dashboard.
  private var tags = TagTable()

  /// The tags so far, by number.
  var tagNames: [String] { tags.names }

  func number(ofTag name: String) -> Int? { tags.number(of: name) }

  /// The plugin whose values stand in a tag's description.
  static let hyperparameterPlugin = "hparams"

  mutating func decode(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Event {
    let fields = try EventFields(bytes)
    var event = Event(wallTime: fields.wallTime, step: fields.step, content: .other)
    switch fields.content {
    case .other: break
    case .fileVersion(let version): event.content = .fileVersion(String(decoding: version, as: UTF8.self))
    case .summary(let summary): event.content = .summary(try values(of: summary))
    }
    return event
  }

  /// Appends the scalars of an event to `batch`: those values that ``decode(_:)`` makes scalars of. Of a record that is no event, none.
  mutating func appendScalars(_ bytes: UnsafeRawBufferPointer, to batch: inout ScalarBatch) throws(WireError) {
    let fields = try EventFields(bytes)
    guard case .summary(let summary) = fields.content else { return }
    let before = batch.count
    do throws(WireError) {
      var reader = WireReader(summary)
      while let field = try reader.next() {
        guard field.number == 1, let bytes = field.value.bytes else { continue }
        let (tag, number) = try scalar(bytes)
        if let number { batch.append(ScalarBatch.Scalar(step: fields.step, wallTime: fields.wallTime, value: number, tag: tag)) }
      }
    } catch {
      batch.removeAll(from: before)
      throw error
    }
  }

  /// The number that a value is, if it is one. Values of other kinds are looked through all the same, so that a record that is no event
  /// is none whatever is asked for.
  private mutating func scalar(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> (tag: Int, number: Double?) {
    let fields = try ValueFields(bytes)
    let tag = tags.number(of: fields.tag, plugin: fields.plugin)
    var number: Double?
    switch fields.content {
    case .none: break
    case .number(let single): number = Double(single)
    case .image(let content), .histogram(let content):
      var reader = WireReader(content)
      while try reader.next() != nil {}
    }
    if fields.pluginData != nil, tags.plugin(tag) == Self.hyperparameterPlugin { return (tag, nil) }
    if let tensor = fields.tensor {
      let single = try TensorContent.scalar(in: tensor)
      number = tags.mayHoldScalars(tag) ? single : nil
    }
    return (tag, number)
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
    let fields = try ValueFields(bytes)
    let tag = tags.number(of: fields.tag, plugin: fields.plugin)
    var value = SummaryValue(tag: tags.name(tag), content: .other, plugin: tags.plugin(tag))
    switch fields.content {
    case .none: break
    case .number(let number): value.content = .scalar(Double(number))
    case .image(let image): value.content = .images([try Self.image(image)])
    case .histogram(let histogram): value.content = .histogram(try Self.legacyHistogram(histogram))
    }
    if value.plugin == Self.hyperparameterPlugin, let data = fields.pluginData {
      value.content = .pluginData(Array(data))
    } else if let tensor = fields.tensor {
      value.content = try TensorContent(tensor).content(for: value.plugin)
    }
    return value
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
