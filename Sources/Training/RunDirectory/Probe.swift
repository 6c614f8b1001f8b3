public import Formats
internal import Tensors

/// The samples whose activations a run records.
public struct Probe: Sendable {
  /// Shape [samples, ...].
  public var samples: NumericArray
  public var labels: [Int]?

  private static let samplesName = "samples"
  private static let labelsName = "labels"

  init(samples: NumericArray, labels: [Int]?) {
    self.samples = samples
    self.labels = labels
  }

  var entries: [SnapshotEntry] {
    [SnapshotEntry(Self.samplesName, samples)] + (labels.map { [SnapshotEntry(Self.labelsName, .int(Tensor($0)))] } ?? [])
  }

  /// - Throws: `badData` where the file has no samples, or labels that are not one whole number for each.
  init(_ file: SafetensorsFile) throws(FileError) {
    samples = try file.read(Self.samplesName)
    guard let count = samples.shape.first else {
      throw FileError(.badData, path: file.path, "samples have a first axis that counts them", at: "tensor \"\(Self.samplesName)\"")
    }
    guard file.entry(Self.labelsName) != nil else { return }
    let array = try file.read(Self.labelsName)
    guard let values = array.integers(), array.shape == [count] else {
      throw FileError(
        .badData, path: file.path, "labels are one whole number for each of the \(count) samples, not \(array.scalarName) \(array.shape)",
        at: "tensor \"\(Self.labelsName)\"")
    }
    labels = values
  }
}
