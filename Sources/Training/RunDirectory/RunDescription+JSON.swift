internal import Formats

extension RunDescription {
  var json: JSON {
    func named<Value>(_ pairs: [(name: String, value: Value)], _ json: (Value) -> JSON) -> JSON {
      .object(pairs.map { ($0.name, json($0.value)) })
    }
    func integers(_ values: [Int]?) -> JSON { values.map { .array($0.map { .integer($0) }) } ?? .null }
    return .object([
      ("recipe", JSON(recipe)),
      // JSON readers lose digits beyond 2^53, so that larger seeds are text.
      ("seeds", named(seeds) { $0 < 1 << 53 ? .integer(Int($0)) : .text(String($0)) }),
      ("options", named(options) { $0 }),
      ("versions", named(versions) { .text($0) }),
      ("input_shape", integers(inputShape)),
      (
        "layers",
        .array(
          layers.map { layer in
            .object([
              ("name", .text(layer.name)), ("kind", JSON(layer.kind)), ("output_shape", integers(layer.outputShape)),
              ("parameters", .array(layer.parameters.map { .object([("name", .text($0.name)), ("shape", integers($0.shape))]) })),
            ])
          })
      ),
      ("classes", classNames.map { .array($0.map { .text($0) }) } ?? .null),
      ("probe_count", probeCount.map { .integer($0) } ?? .null),
    ])
  }

  /// - Throws: `badData` where a member has another type than ``json`` gives it. Members that are missing, null or unknown are no mistake.
  init(_ json: JSON, path: String) throws(FileError) {
    let top = MemberReader(json, path: path, place: nil)
    recipe = try top.optional("recipe", "text") { $0.string }
    seeds = try top.pairs("seeds", "a whole number") { json in
      json.wholeNumber.flatMap { UInt64(exactly: $0) } ?? json.string.flatMap { UInt64($0) }
    }
    options = try top.pairs("options", "a value") { $0 }
    versions = try top.pairs("versions", "text") { $0.string }
    inputShape = try top.optional("input_shape", "a shape", MemberReader.shape)
    classNames = try top.optional("classes", "a list of texts") { json in
      json.values.flatMap { values in
        let names = values.compactMap(\.string)
        return names.count == values.count ? names : nil
      }
    }
    probeCount = try top.optional("probe_count", "a number from 0 up") { $0.wholeNumber.flatMap { $0 >= 0 ? $0 : nil } }
    layers = []
    for (index, layer) in try top.list("layers").enumerated() {
      let reader = MemberReader(layer, path: path, place: "layer \(index)")
      var parameters: [Parameter] = []
      for parameter in try reader.list("parameters") {
        let reader = MemberReader(parameter, path: path, place: "layer \(index), a parameter")
        parameters.append(
          Parameter(
            try reader.required("name", "text") { $0.string }, shape: try reader.required("shape", "a shape", MemberReader.shape)))
      }
      layers.append(
        Layer(
          try reader.required("name", "text") { $0.string }, kind: try reader.optional("kind", "text") { $0.string },
          outputShape: try reader.optional("output_shape", "a shape", MemberReader.shape), parameters: parameters))
    }
  }
}

/// Reads the members of an object by name and type.
private struct MemberReader {
  private let json: JSON
  private let path: String
  private let place: String?

  init(_ json: JSON, path: String, place: String?) {
    self.json = json
    self.path = path
    self.place = place
  }

  static func shape(_ json: JSON) -> [Int]? {
    guard let values = json.values else { return nil }
    let extents = values.compactMap(\.wholeNumber)
    return extents.count == values.count && extents.allSatisfy { $0 >= 0 } ? extents : nil
  }

  func optional<Value>(_ name: String, _ kind: String, _ value: (JSON) -> Value?) throws(FileError) -> Value? {
    guard json.members != nil else { throw wrong("an object was expected") }
    guard let member = json[name], !member.isNull else { return nil }
    guard let result = value(member) else { throw wrong("\"\(name)\" is to be \(kind)") }
    return result
  }

  func required<Value>(_ name: String, _ kind: String, _ value: (JSON) -> Value?) throws(FileError) -> Value {
    guard let result = try optional(name, kind, value) else { throw wrong("\"\(name)\" is missing") }
    return result
  }

  func list(_ name: String) throws(FileError) -> [JSON] { try optional(name, "a list") { $0.values } ?? [] }

  func pairs<Value>(
    _ name: String, _ kind: String, _ value: (JSON) -> Value?
  ) throws(FileError) -> [(name: String, value: Value)] {
    var pairs: [(name: String, value: Value)] = []
    for (key, member) in try optional(name, "an object", { $0.members }) ?? [] {
      guard let result = value(member) else { throw wrong("\"\(key)\" in \"\(name)\" is to be \(kind)") }
      pairs.append((key, result))
    }
    return pairs
  }

  private func wrong(_ reason: String) -> FileError { FileError(.badData, path: path, "no description of a run: \(reason)", at: place) }
}
