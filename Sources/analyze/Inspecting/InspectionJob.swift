import Fathom

/// Looks at the tensors of a file one after the other and writes a row for each.
struct InspectionJob {
  /// A file of tensors or a run directory.
  let file: String
  /// What names are to fit; all do where there is none.
  let patterns: [NamePattern]
  /// Whether no element is read.
  let isList: Bool
  /// Of a run; nil: the last.
  let step: Int?
  let format: FigureTable.Format
  let spectra: SpectraOptions
  let execution: ExecutionOptions

  func run() throws {
    let path = try filePath()
    let output = try OutputFile(execution.output, differentFrom: [path])
    var values = try spectra.singularValues.map {
      try SingularValueTable(to: OutputFile($0, differentFrom: [path, execution.output]))
    }
    let file = try InputFile(path).tensorFile()
    let chosen = try choose(from: file)
    for remark in file.remarks { tell(remark, of: file) }

    var rows = InspectionTable(showsStatistics: !isList, showsSpectra: spectra.spectra, format: format)
    var known: [String: SummaryStatistics] = [:]
    let progress = Progress(execution.progress)
    for (position, tensor) in chosen.enumerated() {
      progress.show("tensors", position, of: chosen.count)
      // What is tied is the same numbers, which need not be read again.
      let statistics = isList ? nil : try tensor.tiedTo.flatMap { known[$0] } ?? self.statistics(of: tensor, in: file)
      known[tensor.name] = statistics
      var spectrum: Spectrum?
      if spectra.areWanted, let statistics { spectrum = try self.spectrum(of: tensor, statistics, in: file) }
      rows.append(tensor, statistics, spectrum)
      if let spectrum { try values?.append(spectrum, of: tensor.name) }
    }
    progress.show("tensors", chosen.count, of: chosen.count)
    progress.finish()
    try rows.write(as: format, to: output)
    try values?.finish()
    try OutputFile.commit([output] + (values.map { [$0.output] } ?? []))
  }

  /// A run directory stands for the weights of one of its steps, another folder for the only model in it.
  private func filePath() throws -> String {
    guard file != "-", FileSystem.isDirectory(file) else {
      if step != nil { throw Failure(.usage, "--step goes with a run directory, and \(file) is none") }
      return file
    }
    if !RunDirectory.isRun(file), step == nil, let model = try ModelFolder.file(in: file) { return model }
    return try RunDirectory(file).snapshot(.checkpoint, step: step).path
  }

  private func choose(from file: any TensorFile) throws -> [StoredTensor] {
    let chosen = file.tensors.filter { patterns.admit($0.name) }
    guard !chosen.isEmpty || patterns.isEmpty else {
      throw Failure(.badData, "\(file.path): no tensor fits \(patterns.map(\.text).joined(separator: ", ")); there are \(file.names.listed)")
    }
    return chosen
  }

  /// Nil of scalars that are listed but not read.
  private func statistics(of tensor: StoredTensor, in file: any TensorFile) throws -> SummaryStatistics? {
    do {
      return try file.summary(of: tensor.name)
    } catch {
      guard error.kind == .unsupported else { throw error }
      tell("\(tensor.name): \(error.reason); only listed", of: file)
      return nil
    }
  }

  private func spectrum(of tensor: StoredTensor, _ statistics: SummaryStatistics, in file: any TensorFile) throws -> Spectrum? {
    guard WeightMatrices.extents(tensor.shape) != nil else { return nil }
    guard statistics.nonFiniteCount == 0 else {
      tell("\(tensor.name): \(statistics.nonFiniteCount) elements are not finite; no spectrum", of: file)
      return nil
    }
    // As stored, as Double, and LAPACK's copy.
    try Memory.require(
      ByteSize(bytes: 3 * 8 * tensor.count), limit: execution.maxMemory, for: "\(file.path): the spectrum of \(tensor.name)")
    guard let matrices = WeightMatrices.of(try file.read(tensor.name).doubles(), kernels: spectra.kernels) else { return nil }
    do {
      return try Spectrum(
        of: matrices, method: spectra.svd, seed: execution.seed ?? ExecutionOptions.defaultSeed)
    } catch {
      tell("\(tensor.name): no spectrum: \(error)", of: file)
      return nil
    }
  }

  private func tell(_ remark: String, of file: any TensorFile) {
    StandardError.write("analyze: \(file.path): \(remark.singleLine)\n")
  }
}
