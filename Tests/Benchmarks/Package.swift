// swift-tools-version: 6.2
import PackageDescription

// Micro-benchmarks, in a package of their own so that a build of Fathom does not build them. Run by Scripts/bench.

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Fathom", path: "../..")],
  targets: [
    .systemLibrary(name: "CDirectBLAS", pkgConfig: "openblas"),
    .executableTarget(name: "Benchmarks", dependencies: [.product(name: "Fathom", package: "Fathom"), "CDirectBLAS"]),
  ]
)
