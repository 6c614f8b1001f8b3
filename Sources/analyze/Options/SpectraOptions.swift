import ArgumentParser
import Fathom

/// Whether singular values are looked at, and how.
struct SpectraOptions: ParsableArguments {
  @Flag(
    help: """
      Add norms, ranks, the power law of the eigenvalues' tail and the edge of noise for every tensor of two or more axes; \
      --format csv and json have more columns.
      """)
  var spectra = false

  @Option(help: "Kernels of convolutions as one matrix [filters, rest] (flattened) or one for each place of the kernel, taken together (slices).")
  var kernels = KernelReading.flattened

  @Option(
    help: ArgumentHelp(
      "All singular values (exact), or the \(Spectrum.randomizedCount) largest with a bound on the error (randomized); auto: exact up to an extent of \(Spectrum.largestExactExtent)."))
  var svd = SpectrumMethod.automatic

  @Option(help: ArgumentHelp("Also write every singular value: CSV index,value,tensor.", valueName: "file")) var singularValues: String?

  var areWanted: Bool { spectra || singularValues != nil }
}

extension KernelReading: ExpressibleByArgument {}
extension SpectrumMethod: ExpressibleByArgument {}
