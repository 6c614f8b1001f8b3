import Foundation
import Testing

/// A package elsewhere that depends on Fathom by path builds and runs. Builds everything anew, so it takes a while:
/// FATHOM_SKIP_PACKAGE_TEST leaves it out.
@Suite struct OutsidePackageTests {
  static let isWanted = ProcessInfo.processInfo.environment["FATHOM_SKIP_PACKAGE_TEST"] == nil

  @Test(.enabled(if: isWanted, "FATHOM_SKIP_PACKAGE_TEST is set"))
  func aStrangersPackageBuildsAndRuns() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url.appendingPathComponent("Sources/try"), withIntermediateDirectories: true)
    try folder.write(Self.manifest(package: Command.package), to: "Package.swift")
    try folder.write(Self.program, to: "Sources/try/main.swift")
    let build = try Command.shell("swift build 2>&1", in: folder.url, atMost: 900)
    #expect(build.status == 0, "\(build.text)")
    let outcome = try Command.shell("$(swift build --show-bin-path)/try", in: folder.url)
    #expect(outcome.status == 0)
    #expect(
      outcome.lines == ["product [2, 2] 3.0", "singular values 2", "map [150, 2] finite true", "learnt the moons true"],
      "\(outcome.errors)")
  }

  static func manifest(package: URL) -> String {
    """
    // swift-tools-version: 6.2
    import PackageDescription

    let package = Package(
      name: "try",
      platforms: [.macOS(.v15)],
      dependencies: [.package(name: "Fathom", path: "\(package.path)")],
      targets: [.executableTarget(name: "try", dependencies: ["Fathom"])])
    """
  }

  /// The README shows the same ten lines.
  static let program = """
    import Fathom

    let a = Tensor<Float>([1, 2, 3, 4, 5, 6], shape: [2, 3])
    let b = Tensor<Float>([1, 0, 0, 1, 0.5, 0], shape: [3, 2])
    let product = a.matmul(b)
    print("product", product.shape, product.scalars[0] + 0.5)
    print("singular values", try svd(product).singularValues.count)
    let digits = try Dataset.named("digits")!.features()
    let map = try TSNE().fit(digits[..<150]).embedding
    print("map", map.shape, "finite", map.scalars.allSatisfy(\\.isFinite))

    let (training, validation) = try Samples(.moons()).split(validationFraction: 0.2)
    let network = try Network<Float>(Sequential(Linear(2, 32), ReLU(), Linear(32, 2)), inputShape: [2])
    let trainer = try Trainer(network, on: training, validation: validation, loss: .crossEntropy, optimizer: Adam())
    trainer.settings.epochs = 50
    trainer.settings.learningRate = 0.01
    let score = try trainer.run().lastEpoch!.validation!
    print("learnt the moons", score.accuracy! > 0.95)
    """
}
