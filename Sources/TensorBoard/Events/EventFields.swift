internal import Formats

/// The fields of an event, of which nothing is copied.
struct EventFields {
  enum Content {
    case fileVersion(UnsafeRawBufferPointer)
    case summary(UnsafeRawBufferPointer)
    case other
  }

  private(set) var wallTime = 0.0
  private(set) var step = 0
  private(set) var content = Content.other

  init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: wallTime = field.value.double ?? 0
      case 2: step = Int(field.value.integer ?? 0)
      case 3: content = .fileVersion(field.value.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0))
      case 5: if let summary = field.value.bytes { content = .summary(summary) }
      default: break
      }
    }
  }
}

/// The fields of a summary's value, of which nothing is copied.
struct ValueFields {
  /// The forms from before there were tensors.
  enum Content {
    case none
    case number(Float)
    case image(UnsafeRawBufferPointer)
    case histogram(UnsafeRawBufferPointer)
  }

  private(set) var tag = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var content = Content.none
  private(set) var tensor: UnsafeRawBufferPointer?
  /// The plugin's name, and what it keeps of its own.
  private(set) var plugin: UnsafeRawBufferPointer?
  private(set) var pluginData: UnsafeRawBufferPointer?

  init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let name)): tag = name
      case (2, .fixed32): content = .number(field.value.float ?? 0)
      case (4, .bytes(let image)): content = .image(image)
      case (5, .bytes(let histogram)): content = .histogram(histogram)
      case (8, .bytes(let content)): tensor = content
      case (9, .bytes(let metadata)): try readMetadata(metadata)
      default: break
      }
    }
  }

  private mutating func readMetadata(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
    (plugin, pluginData) = (nil, nil)
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      guard field.number == 1, let data = field.value.bytes else { continue }
      var inner = WireReader(data)
      while let field = try inner.next() {
        switch field.number {
        case 1: plugin = field.value.bytes
        case 2: pluginData = field.value.bytes
        default: break
        }
      }
    }
  }
}
