// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order of their layers: each depends only on those above it.

let foundation: [Target] = [
  .systemLibrary(
    name: "COpenBLAS", pkgConfig: "openblas",
    providers: [.apt(["libopenblas-dev"]), .yum(["openblas-devel"]), .brew(["openblas"])]),
  .systemLibrary(
    name: "CLAPACKE", pkgConfig: "lapacke",
    providers: [.apt(["liblapacke-dev"]), .yum(["lapack-devel"]), .brew(["lapack"])]),
  .systemLibrary(
    name: "CZlib", pkgConfig: "zlib",
    providers: [.apt(["zlib1g-dev"]), .yum(["zlib-devel"]), .brew(["zlib"])]),
  .systemLibrary(
    name: "CPNG", pkgConfig: "libpng",
    providers: [.apt(["libpng-dev"]), .yum(["libpng-devel"]), .brew(["libpng"])]),
  .systemLibrary(
    name: "CTurboJPEG", pkgConfig: "libturbojpeg",
    providers: [.apt(["libturbojpeg0-dev"]), .yum(["turbojpeg-devel"]), .brew(["jpeg-turbo"])]),
  .systemLibrary(
    name: "CCairo", pkgConfig: "cairo",
    providers: [.apt(["libcairo2-dev"]), .yum(["cairo-devel"]), .brew(["cairo"])]),
  .systemLibrary(
    name: "CFontconfig", pkgConfig: "fontconfig", providers: [.apt(["libfontconfig-dev"]), .yum(["fontconfig-devel"])]),
  .systemLibrary(
    name: "CGIF", providers: [.apt(["libgif-dev"]), .yum(["giflib-devel"]), .brew(["giflib"])]),
  .target(name: "CKernels"),
  .target(name: "CDigits"),
  .target(name: "CPages", exclude: ["Files"]),
  .target(name: "Tensors", dependencies: ["CKernels", "COpenBLAS"]),
]

let toolkit: [Target] = [
  .target(name: "LinearAlgebra", dependencies: ["Tensors", "COpenBLAS", "CLAPACKE"]),
  .target(name: "Formats", dependencies: ["Tensors", "CKernels", "CZlib", "CPNG", "CTurboJPEG"]),
  .target(name: "Datasets", dependencies: ["Formats", "CDigits"]),
  .target(name: "Neighbors", dependencies: ["Tensors", "CKernels", "COpenBLAS"]),
  .target(name: "Embeddings", dependencies: ["Neighbors", "LinearAlgebra", "CKernels", "COpenBLAS"]),
  .target(name: "Statistics", dependencies: ["Tensors", "CKernels"]),
  .target(name: "TensorBoard", dependencies: ["Formats", "Statistics", "CKernels"]),
  .target(name: "Networks", dependencies: ["Formats", "LinearAlgebra", "CKernels"]),
  .target(name: "Training", dependencies: ["Networks", "Datasets", "TensorBoard"]),
  .target(name: "Inspection", dependencies: ["Training", "Embeddings", "Statistics"]),
  .target(
    name: "Plots", dependencies: ["Formats", "CPages", "CCairo", "CZlib", .target(name: "CFontconfig", condition: .when(platforms: [.linux])), "CGIF"]),
  .target(name: "Fathom", dependencies: ["Inspection", "Plots"]),
]

let commands: [Target] = [
  .executableTarget(
    name: "analyze",
    dependencies: ["Fathom", .product(name: "ArgumentParser", package: "swift-argument-parser")])
]

let tests: [Target] = [
  .target(name: "TestSupport", dependencies: ["Tensors"], path: "Tests/TestSupport"),
  .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
  .testTarget(
    name: "TensorsTests", dependencies: ["Tensors", "TestSupport"],
    exclude: ["Convolution/Fixtures", "Fixtures", "Random/Fixtures"]),
  .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport"], exclude: ["Fixtures"]),
  .testTarget(name: "NeighborsTests", dependencies: ["Neighbors", "CKernels", "TestSupport"], exclude: ["Fixtures"]),
  .testTarget(
    name: "EmbeddingsTests", dependencies: ["Embeddings", "Datasets", "CKernels", "TestSupport"],
    exclude: ["PCA/Fixtures", "Quality/Fixtures", "TSNE/Fixtures"]),
  .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "CKernels", "TestSupport"]),
  .testTarget(name: "TensorBoardTests", dependencies: ["TensorBoard", "TestSupport"], exclude: ["Fixtures"]),
  .testTarget(name: "NetworksTests", dependencies: ["Networks", "TestSupport", "AllocationCounter"], exclude: ["Fixtures"]),
  .testTarget(name: "TrainingTests", dependencies: ["Training", "TestSupport"], exclude: ["Fixtures"]),
  .testTarget(name: "InspectionTests", dependencies: ["Inspection", "TestSupport"], exclude: ["Clustering/Fixtures", "Health/Fixtures", "Spectra/Fixtures"]),
  .testTarget(name: "PlotsTests", dependencies: ["Plots", "CGIF", "CZlib", "TestSupport"], exclude: ["References"]),
  .testTarget(name: "FormatsTests", dependencies: ["Formats", "CKernels", "TestSupport"], exclude: ["Fixtures"]),
  .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "TestSupport"], exclude: ["Fixtures"]),
  .testTarget(name: "AnalyzeTests", dependencies: ["analyze", "Fathom", "TestSupport"], exclude: ["Fixtures", "Pages", "Snapshots"]),
]

let package = Package(
  name: "Fathom",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Fathom", targets: ["Fathom"]),
    .executable(name: "analyze", targets: ["analyze"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: foundation + toolkit + commands + tests
)
