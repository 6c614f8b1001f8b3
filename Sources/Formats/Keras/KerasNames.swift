/// The names that Keras shows its users, for the places where it keeps weights: `stem/kernel` for `layers/conv2d/vars/0`.
///
/// Folders are named by the classes of layers. The users' names stand beside them in newer files, and in the description of the model.
struct KerasNames {
  private let groupNames: [String: String]
  private let layers: KerasLayers
  /// The shapes of the weights in one folder, by its path.
  private let shapes: [String: [[Int]]]

  /// - Parameter groupNames: What the file says of its folders.
  init(_ tensors: [StoredTensor], groupNames: [String: String], _ layers: KerasLayers) {
    self.groupNames = groupNames
    self.layers = layers
    var shapes: [String: [Int: [Int]]] = [:]
    for tensor in tensors {
      guard let (folder, index) = Self.place(of: tensor.name) else { continue }
      shapes[folder, default: [:]][index] = tensor.shape
    }
    self.shapes = shapes.mapValues { found in found.sorted { $0.key < $1.key }.map(\.value) }
  }

  /// Whether a file keeps its weights as Keras does.
  static func areUsed(in names: [String]) -> Bool {
    names.contains { name in
      name.hasPrefix("model_weights/") || KerasLayers.containers.contains { name.hasPrefix($0 + "/") } && place(of: name) != nil
    }
  }

  /// The name of each place, in their order; where two would have the same one, the places themselves.
  func names(of places: [String]) -> [String] {
    let names = places.map(name)
    var counts: [String: Int] = [:]
    for name in names { counts[name, default: 0] += 1 }
    return zip(names, places).map { counts[$0] == 1 ? $0 : $1 }
  }

  /// The folder and the number of a weight; nil of what is no such.
  private static func place(of name: String) -> (folder: String, index: Int)? {
    let parts = name.split(separator: "/")
    guard parts.count >= 2, parts[parts.count - 2] == "vars", let index = Int(parts[parts.count - 1]) else { return nil }
    return (parts.dropLast().joined(separator: "/"), index)
  }

  private func name(_ place: String) -> String {
    if place.hasPrefix("model_weights/") { return Self.legacyName(place) }
    guard let (folder, index) = Self.place(of: place), !place.hasPrefix("optimizer/") else { return place }
    var path = ""
    var names: [String] = []
    var kind = ""
    var isListed = false
    for part in folder.split(separator: "/").dropLast().map(String.init) {
      path += path.isEmpty ? part : "/" + part
      if KerasLayers.containers.contains(part) {
        isListed = true
        continue
      }
      let layer = layers.layers[path]
      let name = groupNames[path + "/vars"] ?? layer?.name ?? part
      names.append(name)
      kind = Self.kind(layer?.kind ?? Self.withoutNumber(isListed ? part : name), within: kind)
      isListed = false
    }
    let weights = KerasWeights.names(kind, shapes[folder] ?? [], layers.layers[path])
    names.append(weights.flatMap { index < $0.count ? $0[index] : nil } ?? "\(index)")
    return names.joined(separator: "/")
  }

  /// The parts of an attention layer are dense ones.
  private static func kind(_ kind: String, within outer: String) -> String {
    ["multi_head_attention", "grouped_query_attention", "group_query_attention"].contains(outer) ? "einsum_dense" : kind
  }

  private static func withoutNumber(_ name: String) -> String {
    guard let place = name.lastIndex(of: "_"), Int(name[name.index(after: place)...]) != nil else { return name }
    return String(name[..<place])
  }

  /// The old format has the names, below folders that are named once more.
  private static func legacyName(_ place: String) -> String {
    let parts = place.split(separator: "/").dropFirst()
    guard let layer = parts.first, parts.count > 2 else { return parts.joined(separator: "/") }
    return (parts.dropFirst().first == layer ? parts.dropFirst() : parts).joined(separator: "/")
  }
}
