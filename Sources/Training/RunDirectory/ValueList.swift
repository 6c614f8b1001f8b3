public import Formats

/// Numbers in a text file, one on each line: what `numpy.loadtxt` reads.
public final class ValueList {
  /// The lists that a run may have, each with a value for every epoch.
  public enum Name: String, Sendable, CaseIterable {
    case trainLoss = "train_loss"
    case trainAccuracy = "train_acc"
    case validationLoss = "valid_loss"
    case validationAccuracy = "valid_acc"
  }

  private let file: LineFile

  /// - Parameter kept: How many of the lines that are there already stay.
  init(_ path: String, keeping kept: Int) throws(FileError) {
    try LineFile.keep(path) { index, _ in index < kept }
    file = try LineFile(path)
  }

  public func append(_ value: Float) throws(FileError) { try file.append(CSVWriter.text(value) + "\n") }
}
