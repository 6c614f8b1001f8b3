import Formats
import Foundation
import TestSupport
import Testing

@testable import Datasets

struct DatasetsTests {
  @Test func digitsAreTheKnownOnes() throws {
    let digits = try #require(try Dataset.named("digits"))
    #expect(digits.samples.shape == [1797, 8, 8])
    #expect(digits.featureCount == 64)
    // scikit-learn: load_digits().data.sum(), .target.sum(), .data[0, :8]
    let features = digits.features()
    #expect(features.scalars.reduce(0, +) == 561_718)
    #expect(digits.labels?.reduce(0, +) == 8070)
    #expect(Array(features.scalars.prefix(8)) == [0, 0, 5, 13, 9, 1, 0, 0])
    #expect(digits.prefix(10).labels == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(digits.prefix(10).features().shape == [10, 64])
    #expect(digits.prefix(5000).count == 1797)
    #expect(digits.features(3..<5).scalars == Array(features.scalars[3 * 64..<5 * 64]))
  }

  /// The copy in the program is the file in the repository, and that is the one its README speaks of.
  @Test func digitsHaveTheirChecksum() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("Datasets/digits")
    let file = try Data(contentsOf: folder.appendingPathComponent("digits.npy"))
    #expect(Dataset.digitsFile.withBytes { Data($0) } == file)
    let checksum = try #require(Checksum.sha256(file))
    #expect(try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8).contains(checksum))
  }

  @Test func unknownNamesGiveNothing() throws {
    #expect(try Dataset.named("cifar") == nil)
    #expect(Dataset.builtInNames == ["digits", "moons", "blobs", "swissroll", "squares", "mnist"])
  }

  @Test(.enabled(if: SharedFiles.mnist != nil, "the shared MNIST files are not here"))
  func mnistIsReadFromItsFiles() throws {
    let mnist = try Dataset.mnist(in: try #require(SharedFiles.mnist).path)
    #expect(mnist.samples.shape == [70_000, 28, 28])
    #expect(mnist.samples.scalarName == "uint8")
    // The first images of both halves show 5 and 7; NumPy: images.sum() over all, labels.sum()
    #expect(mnist.labels?[0] == 5)
    #expect(mnist.labels?[60_000] == 7)
    #expect(mnist.labels?.count == 70_000)
    guard case .uint8(let images) = mnist.samples else { return }
    let sum = images.withUnsafeBufferPointer { $0.reduce(0) { $0 + Int($1) } }
    #expect(sum == 1_832_221_745)
  }

  @Test func missingFilesAreNamed() {
    #expect(throws: FileError.self) { try Dataset.mnist(in: "/nonexistent") }
  }
}
