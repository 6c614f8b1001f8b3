// swift-tools-version: 6.2
import PackageDescription

// The readers of files under libFuzzer, in a package of their own since all of Fathom is built with its instrumentation. Run by
// Scripts/fuzz.

let package = Package(
  name: "Fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Fathom", path: "../..")],
  targets: [
    // libFuzzer brings the main function.
    .executableTarget(
      name: "FuzzReaders", dependencies: [.product(name: "Fathom", package: "Fathom")],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])])
  ]
)
