internal import Formats

/// Events as protocol-buffer bytes. Field numbers: event.proto, summary.proto, tensor.proto of TensorBoard.
struct EventEncoder {
  private var writer = WireWriter()
  /// Tags whose dashboard the file already knows: only a tag's first value says it.
  private var announced: Set<String>

  init(announced: Set<String> = []) { self.announced = announced }

  mutating func encode(_ event: Event) -> [UInt8] {
    writer.removeAll()
    writer.double(1, event.wallTime)
    if event.step != 0 { writer.integer(2, Int64(event.step)) }
    switch event.content {
    case .fileVersion(let version): writer.text(3, version)
    case .summary(let values):
      let announced = values.map { !self.announced.insert($0.tag).inserted }
      writer.message(5) { summary in
        for (value, isKnown) in zip(values, announced) { summary.message(1) { Self.write(value, isKnown: isKnown, to: &$0) } }
      }
    case .other: break
    }
    return writer.bytes
  }

  private static func write(_ value: SummaryValue, isKnown: Bool, to message: inout WireWriter) {
    message.text(1, value.tag)
    switch value.content {
    case .scalar(let number):
      metadata(.scalars, value.plugin, isKnown, to: &message)
      message.message(8) {
        $0.integer(1, TensorType.float.rawValue)
        $0.message(2) { _ in }
        $0.float(5, Float(number))
      }
    case .histogram(let buckets):
      metadata(.histograms, value.plugin, isKnown, to: &message)
      message.message(8) { tensor in
        tensor.integer(1, TensorType.double.rawValue)
        shape([buckets.count, 3], to: &tensor)
        tensor.rawDoubles(4, buckets.flatMap { [$0.left, $0.right, $0.count] })
      }
    case .images(let images):
      metadata(.images, value.plugin, isKnown, to: &message)
      message.message(8) { tensor in
        tensor.integer(1, TensorType.string.rawValue)
        shape([images.count + 2], to: &tensor)
        tensor.text(8, String(images.first?.width ?? 0))
        tensor.text(8, String(images.first?.height ?? 0))
        for image in images { tensor.bytes(8, image.bytes) }
      }
    case .text(let lines):
      metadata(.text, value.plugin, isKnown, to: &message)
      message.message(8) { tensor in
        tensor.integer(1, TensorType.string.rawValue)
        shape([lines.count], to: &tensor)
        for line in lines { tensor.text(8, line) }
      }
    case .pluginData(let content):
      // The page reads the description; the tensor of no numbers is there because every value has one.
      message.message(9) { metadata in
        metadata.message(1) {
          $0.text(1, value.plugin ?? "")
          $0.bytes(2, content)
        }
      }
      message.message(8) { tensor in
        tensor.integer(1, TensorType.float.rawValue)
        shape([0], to: &tensor)
      }
    case .tensor, .other: break
    }
  }

  private static func metadata(_ dashboard: Dashboard, _ plugin: String?, _ isKnown: Bool, to message: inout WireWriter) {
    guard !isKnown else { return }
    message.message(9) { metadata in
      metadata.message(1) { $0.text(1, plugin ?? dashboard.rawValue) }
      metadata.integer(4, dashboard.dataClass)
    }
  }

  private static func shape(_ extents: [Int], to tensor: inout WireWriter) {
    tensor.message(2) { shape in
      for extent in extents { shape.message(2) { $0.integer(1, Int64(extent)) } }
    }
  }
}

/// The plugins that show what Fathom writes.
enum Dashboard: String {
  case scalars, histograms, images, text

  /// 1: scalars, 2: tensors, 3: blob sequences.
  var dataClass: Int64 {
    switch self {
    case .scalars: 1
    case .histograms, .text: 2
    case .images: 3
    }
  }
}

/// The numbers of TensorFlow's data types that event files use.
enum TensorType: Int64 {
  case float = 1
  case double = 2
  case string = 7
}
