internal import Formats

/// The messages of the HParams page, which stand in the description of three tags of fixed names. Field numbers: plugin_data.proto and
/// api.proto of TensorBoard's hparams plugin, struct.proto of Protocol Buffers.
extension Hyperparameters {
  static let pluginName = EventDecoder.hyperparameterPlugin

  /// What begins a run: the values, and, where metrics are named, the columns of the page.
  func summary(wallTime: Double) -> [SummaryValue] {
    let columns = metrics.isEmpty ? [] : [Self.value("_hparams_/experiment", 2, experiment(wallTime))]
    return columns + [Self.value("_hparams_/session_start_info", 3, sessionStart(wallTime))]
  }

  /// What ends a run.
  static func end(isSuccess: Bool, wallTime: Double) -> [SummaryValue] {
    var end = WireWriter()
    end.integer(1, isSuccess ? 1 : 2)
    end.double(2, wallTime)
    return [value("_hparams_/session_end_info", 4, end)]
  }

  private static func value(_ tag: String, _ field: Int, _ message: WireWriter) -> SummaryValue {
    var content = WireWriter()
    content.bytes(field, message.bytes)
    return SummaryValue(tag: tag, content: .pluginData(content.bytes), plugin: pluginName)
  }

  private func sessionStart(_ wallTime: Double) -> WireWriter {
    var message = WireWriter()
    for (name, value) in values {
      message.message(1) { entry in
        entry.text(1, name)
        entry.message(2) { $0.value(value) }
      }
    }
    if let group { message.text(4, group) }
    message.double(5, wallTime)
    return message
  }

  private func experiment(_ wallTime: Double) -> WireWriter {
    var message = WireWriter()
    message.double(3, wallTime)
    for (name, value) in values {
      message.message(4) { info in
        info.text(1, name)
        info.integer(4, value.type)
      }
    }
    for metric in metrics {
      message.message(5) { info in info.message(1) { $0.text(2, metric) } }
    }
    return message
  }
}

extension Hyperparameters.Value {
  /// DataType of api.proto.
  fileprivate var type: Int64 {
    switch self {
    case .text: 1
    case .flag: 2
    case .number: 3
    }
  }
}

extension WireWriter {
  /// google.protobuf.Value.
  fileprivate mutating func value(_ value: Hyperparameters.Value) {
    switch value {
    case .number(let number): double(2, number)
    case .text(let text): self.text(3, text)
    case .flag(let flag): integer(4, flag ? 1 : 0)
    }
  }
}
