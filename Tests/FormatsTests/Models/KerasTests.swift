import Foundation
import Tensors
import TestSupport
import Testing

@_spi(Fuzzing) @testable import Formats

/// Models by Keras 3 (`Fixtures/keras/make_keras.py`): the names are those of its variables.
@Suite struct KerasTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/keras")
  private static let expected = try! JSONDecoder().decode(
    [String: [String: ModelFileTests.Expected]].self, from: Data(contentsOf: folder.appendingPathComponent("keras.json")))

  private static func open(_ name: String) throws -> any TensorFile { try InputFile(folder.appendingPathComponent(name).path).tensorFile() }

  /// Without the description of the model nobody says which of three weights of a normalisation are there.
  private static let open3 = ["beta": "0", "moving_mean": "1", "moving_variance": "2"]

  @Test(arguments: expected.keys.sorted()) func namesAndValuesAreThoseOfKeras(name: String) throws {
    let file = try Self.open(name)
    #expect(file is KerasFile)
    let isAlone = name.hasPrefix("picture.weights") || name.hasPrefix("shards")
    var wanted: [String: ModelFileTests.Expected] = [:]
    for (path, value) in try #require(Self.expected[name]) {
      // The path of a Sequential's variable begins with its own name.
      var parts = path.split(separator: "/").map(String.init)
      if parts[0] == "seq" { parts.removeFirst() }
      if isAlone, parts[0] == "batch_normalization" { parts[1] = Self.open3[parts[1]] ?? parts[1] }
      wanted[parts.joined(separator: "/")] = value
    }
    let own = file.names.filter { !$0.hasPrefix("optimizer") }
    #expect(Set(own) == Set(wanted.keys) && own.count == wanted.count, "\(Set(own).symmetricDifference(wanted.keys).sorted())")
    for (name, value) in wanted {
      let found = try file.read(name)
      #expect(found.shape.dimensions == value.shape && found.doubles().scalars == value.data, "\(name)")
      var sum = 0.0
      try file.reduceBlocks(of: name, grain: 7) { block -> Double in
        switch block {
        case .floats(let values): values.reduce(0) { $0 + Double($1) }
        case .doubles(let values): values.reduce(0, +)
        }
      } merge: { sum += $0 }
      #expect(abs(sum - value.data.reduce(0, +)) < 1e-9)
    }
  }

  @Test func layersComeInTheirOrder() throws {
    let names = try Self.open("picture.keras").names
    let optimizer = names.filter { $0.hasPrefix("optimizer/vars/") }
    #expect(optimizer == (0..<optimizer.count).map { "optimizer/vars/\($0)" })
    #expect(names.firstIndex(of: "stem/kernel")! + 1 == names.firstIndex(of: "stem/bias")!)
  }

  @Test func classesBecomeFolders() {
    let pairs = [
      ("Conv2D", "conv2d"), ("BatchNormalization", "batch_normalization"), ("LSTM", "lstm"), ("LSTMCell", "lstm_cell"), ("Dense", "dense"),
      ("Conv2DTranspose", "conv2d_transpose"), ("MultiHeadAttention", "multi_head_attention"), ("PReLU", "p_re_lu"), ("EinsumDense", "einsum_dense"),
    ]
    for (name, folder) in pairs { #expect(KerasLayers.snakeCase(name) == folder) }
  }

  @Test func anIndexStaysInItsFolder() throws {
    let directory = try TemporaryDirectory()
    let index = try String(contentsOf: Self.folder.appendingPathComponent("shards.weights.json"), encoding: .utf8)
    func error(_ text: String) throws -> FileError? {
      try text.write(toFile: directory.file("m.weights.json"), atomically: false, encoding: .utf8)
      return fileError { try InputFile(directory.file("m.weights.json")).arrays() }
    }
    #expect(try error(index)?.kind == .cannotRead)
    #expect(try error(index.replacingOccurrences(of: "shards_00000.weights.h5", with: "../x.h5"))?.reason.contains("no plain name") == true)
    for name in ["shards_00000.weights.h5", "shards_00001.weights.h5"] {
      try FileManager.default.copyItem(atPath: Self.folder.appendingPathComponent(name).path, toPath: directory.file(name))
    }
    #expect(try error(index) == nil)
    #expect(try error(index.replacingOccurrences(of: "/layers/conv2d/vars", with: "/layers/conv3d/vars"))?.reason.contains("has it not") == true)
  }

  /// As Keras writes it, the archive is no more than looked at; a bit that changed in the weights shows when one is read.
  @Test func storedWeightsStayInTheFile() throws {
    var bytes = try InputFile(Self.folder.appendingPathComponent("picture.keras").path).withBytes { Array($0) }
    let kernel = try Self.open("picture.keras").read("out/kernel").floats().scalars
    let place = try #require((0..<bytes.count - 24).first { start in kernel.withUnsafeBytes { bytes[start...].starts(with: $0) } })
    bytes[place] ^= 1
    let file = try InputFile(bytes, named: "m").tensorFile()
    #expect(file.names.contains("out/kernel"))
    for name in ["out/kernel", "stem/bias"] {
      let error = fileError { try file.read(name) }
      #expect(error?.reason.contains("CRC-32") == true && error?.place?.contains("model.weights.h5") == true, "\(String(describing: error))")
    }
  }

  @Test func damagedDescriptionsAreNoHarm() throws {
    let original = try InputFile(Self.folder.appendingPathComponent("first.keras").path).withBytes { Array($0) }
    var random = RandomGenerator(seed: 80)
    for _ in 0..<1000 {
      var bytes = original
      for _ in 0...random.integer(below: 3) { bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256)) }
      let error = fileError { try InputFile(bytes, named: "m").arrays() }
      #expect(error?.path ?? "m" == "m")
    }
    func layers(_ text: String) throws -> KerasLayers { KerasLayers(try JSON(InputFile(Array(text.utf8), named: "c"))) }
    let nested = String(repeating: #"{"class_name":"Sequential","config":{"layers":["#, count: 40) + String(repeating: "]}}", count: 40)
    #expect(try layers(nested).layers.count == 78)
    #expect(try layers(#"{"config":{"layers":[3,{"class_name":1},{"config":{}}]}}"#).layers.isEmpty)
  }
}
