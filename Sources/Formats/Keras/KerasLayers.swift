/// What a model's `config.json` says of its layers, by the place where Keras keeps the weights of each.
///
/// Names and classes alone are looked at: functions that a description may hold as code are text like any other.
struct KerasLayers {
  struct Layer {
    var name: String
    /// As its folder is called: `batch_normalization`.
    var kind: String
    var hasScale: Bool
    var hasCenter: Bool
  }

  private(set) var layers: [String: Layer] = [:]

  static let containers = ["layers", "_layer_checkpoint_dependencies"]
  private static let greatestDepth = 64

  /// Without a description.
  init() {}

  init(_ config: JSON) { add(config, below: "", depth: 0) }

  /// Calls itself for models in models.
  private mutating func add(_ model: JSON, below path: String, depth: Int) {
    guard depth < Self.greatestDepth, let members = model["config"]?["layers"]?.values else { return }
    // Files use one of them throughout.
    let containers = Self.containers.filter { depth == 0 || path.hasPrefix($0) }
    var counts: [String: Int] = [:]
    for member in members {
      guard let className = member["class_name"]?.string, let config = member["config"] else { continue }
      let kind = Self.snakeCase(className)
      // The second layer of a class is called class_1.
      let number = counts[kind, default: 0]
      counts[kind] = number + 1
      let key = number == 0 ? kind : "\(kind)_\(number)"
      let layer = Layer(
        name: config["name"]?.string ?? key, kind: kind, hasScale: config["scale"]?.boolean ?? true, hasCenter: config["center"]?.boolean ?? true)
      for container in containers {
        let place = "\(path)\(container)/\(key)"
        layers[place] = layer
        add(member, below: place + "/", depth: depth + 1)
      }
    }
  }

  /// As Keras turns the name of a class into that of a folder: `BatchNormalization` into `batch_normalization`, `Conv2D` into `conv2d`.
  static func snakeCase(_ name: String) -> String {
    let letters = name.filter { $0.isLetter || $0.isNumber || $0 == "_" }.map { $0 }
    var result = ""
    for (index, letter) in letters.enumerated() {
      let previous = index > 0 ? letters[index - 1] : nil
      let next = index + 1 < letters.count ? letters[index + 1] : nil
      let startsWord = letter.isUppercase && (next?.isLowercase ?? false)
      let endsWord = letter.isUppercase && (previous?.isLowercase ?? false)
      if let previous, previous != "_", startsWord || endsWord { result += "_" }
      result += letter.lowercased()
    }
    return result
  }
}
