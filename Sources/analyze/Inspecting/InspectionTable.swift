import Fathom

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The rows of `analyze inspect`.
struct InspectionTable {
  private typealias Cell = FigureTable.Cell

  private var table: FigureTable
  private let showsStatistics: Bool
  private let spectralColumns: [SpectralColumn]

  init(showsStatistics: Bool, showsSpectra: Bool, format: FigureTable.Format) {
    self.showsStatistics = showsStatistics
    spectralColumns = !showsSpectra ? [] : format == .table ? SpectralColumn.chief : SpectralColumn.all
    table = FigureTable(
      ["name", "dtype", "shape", "count"] + (showsStatistics ? ["mean", "std", "min", "max", "zeros", "nonfinite"] : ["bytes"])
        + ["tied_to"] + spectralColumns.map(\.name))
  }

  mutating func append(_ tensor: StoredTensor, _ statistics: SummaryStatistics?, _ spectrum: Spectrum?) {
    var row: [Cell] = [
      .text(tensor.name), .text(tensor.typeName),
      .text(tensor.shape.isEmpty ? "scalar" : tensor.shape.map(String.init).joined(separator: "x")), .count(tensor.count),
    ]
    if showsStatistics {
      row += [
        Cell(statistics?.mean), Cell(statistics?.standardDeviation), Cell(statistics?.minimum), Cell(statistics?.maximum),
        Cell(statistics?.zeroCount), Cell(statistics?.nonFiniteCount),
      ]
    } else {
      row.append(.count(tensor.byteCount))
    }
    row.append(Cell(tensor.tiedTo))
    let measures = spectrum.map { SpectralMeasures(of: $0) }
    row += spectralColumns.map { column in measures.map(column.cell) ?? .missing }
    table.append(row)
  }

  func write(as format: FigureTable.Format, to output: OutputFile) throws { try table.write(as: format, to: output) }
}

/// A spectrum with the fits that several columns show.
private struct SpectralMeasures {
  let spectrum: Spectrum
  let tail: PowerLawFit?
  let noise: Spectrum.Noise?

  init(of spectrum: Spectrum) {
    self.spectrum = spectrum
    tail = spectrum.powerLaw()
    noise = spectrum.noise()
  }
}

/// A column that `--spectra` adds.
private struct SpectralColumn {
  let name: String
  let cell: (SpectralMeasures) -> FigureTable.Cell

  init(_ name: String, _ cell: @escaping (SpectralMeasures) -> FigureTable.Cell) {
    self.name = name
    self.cell = cell
  }

  /// Those that fit a terminal.
  static var chief: [SpectralColumn] {
    let names: Set = ["spectral_norm", "stable_rank", "effective_rank", "rank", "alpha", "alpha_distance", "noise_edge", "spikes", "error_bound"]
    return all.filter { names.contains($0.name) }
  }

  static var all: [SpectralColumn] {
    [
      SpectralColumn("rows") { .count($0.spectrum.rows) },
      SpectralColumn("columns") { .count($0.spectrum.columns) },
      SpectralColumn("singular_values") { .count($0.spectrum.singularValues.count) },
      SpectralColumn("spectral_norm") { .figure($0.spectrum.spectralNorm) },
      SpectralColumn("frobenius_norm") { .figure($0.spectrum.squaredFrobeniusNorm.squareRoot()) },
      SpectralColumn("stable_rank") { .figure($0.spectrum.stableRank) },
      SpectralColumn("effective_rank") { .init($0.spectrum.effectiveRank) },
      SpectralColumn("rank") { .init($0.spectrum.rank) },
      SpectralColumn("entropy") { .init($0.spectrum.relativeEntropy) },
      SpectralColumn("log_norm") { .figure(log10($0.spectrum.squaredFrobeniusNorm)) },
      SpectralColumn("alpha") { .init($0.tail?.exponent) },
      SpectralColumn("alpha_error") { .init($0.tail?.standardError) },
      SpectralColumn("alpha_distance") { .init($0.tail?.distance) },
      SpectralColumn("alpha_start") { .init($0.tail?.start) },
      SpectralColumn("alpha_tail") { .init($0.tail?.tailCount) },
      SpectralColumn("alpha_weighted") { measures in .init(measures.tail.map { measures.spectrum.weightedExponent($0) }) },
      SpectralColumn("log_alpha_norm") { measures in .init(measures.tail.flatMap { measures.spectrum.logExponentNorm($0) }) },
      SpectralColumn("noise_edge") { .init($0.noise?.edge) },
      SpectralColumn("spikes") { .init($0.noise?.spikeCount) },
      SpectralColumn("noise_soft_rank") { .init($0.noise?.softRank) },
      SpectralColumn("error_bound") { .init($0.spectrum.errorBound) },
    ]
  }
}
