import Foundation
import Testing

/// The answers of a TensorBoard that is started for it.
enum TensorBoardPage {
  struct Answer: Decodable {
    var fast: Shown
    var slow: Shown
    var records: [String: Records]
  }

  struct Records: Decodable {
    var events: Int
    var tensors: [String: Int]
  }

  /// By run and tag, `RUN:TAG`.
  struct Shown: Decodable {
    /// Each a wall time, a step and a value.
    var scalars: [String: [[Double]]]
    var histograms: [String: [Step]]
    var distributions: [String: [Step]]
    var images: [String: [Image]]
    var text: [String: [String]]
    var hparams: HParams?
    var projector: [String: Projector]
  }

  /// A wall time, a step and a table.
  struct Step: Decodable {
    var step: Int
    var rows: [[Double]]

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      _ = try list.decode(Double.self)
      step = try list.decode(Int.self)
      rows = try list.decode([[Double]].self)
    }
  }

  /// A step, which of its pictures, and the file.
  struct Image: Decodable {
    var step: Int
    var sample: Int
    var bytes: Data

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      step = try list.decode(Int.self)
      sample = try list.decode(Int.self)
      bytes = try list.decode(Data.self)
    }
  }

  struct HParams: Decodable {
    struct Values: Decodable {
      /// Nil where the page shows none.
      var rate: Double?
      var name: String
      var bias: Bool
    }

    struct Session: Decodable {
      var group: String
      var values: Values
      var status: [String]
      var metrics: [String: Metric]
    }

    /// A number, or the text of what is none.
    struct Metric: Decodable {
      var text: String

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        text = try (try? container.decode(String.self)) ?? "\(container.decode(Double.self))"
      }
    }

    var columns: [String: String]
    var metrics: [String]
    var sessions: [Session]
  }

  struct Projector: Decodable {
    struct Bookmark: Decodable {
      var dataSetDimensions: [Int]
      var selectedProjection: String
      var selectedColorOptionName: String?
      var projections: [[String: Float]]
    }

    var shape: [Int]
    var metadata: String?
    var bookmarks: [Bookmark]?
    var sprite: Data?
    var pictureSize: [Int]?
    private var bytes: Data

    var vectors: [Float] { bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) } }

    private enum CodingKeys: String, CodingKey {
      case shape, metadata, bookmarks, sprite, pictureSize
      case bytes = "vectors"
    }
  }

  private static let python: String? = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    let path = folder.appendingPathComponent(".venv/bin/python").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  static let isHere = (try? run(["-c", "import tensorboard.main, tensorboard_data_server"])) != nil

  static func ask(_ folder: URL) throws -> Answer {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/ask_tensorboard.py")
    let decoder = JSONDecoder()
    // JSON has no NaN; Python writes it all the same, TensorBoard as text.
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try decoder.decode(Answer.self, from: run([script.path, folder.path]))
  }

  struct Failed: Error { var status: Int32 }

  private static func run(_ arguments: [String]) throws -> Data {
    let process = Process()
    let pipe = Pipe()
    guard let python else { throw Failed(status: -1) }
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = arguments[0] == "-c" ? FileHandle.nullDevice : FileHandle.standardError
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
    return output
  }
}
