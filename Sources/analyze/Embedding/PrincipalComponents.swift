import Fathom

/// PCA for the command: of bytes without widening them, with errors that name the source.
struct PrincipalComponents {
  let model: PCAModel<Float>
  /// The rows in the components. Shape [rows, count].
  let coordinates: Tensor<Float>

  init(_ samples: NumericArray, count: Int, seed: UInt64, source: String) throws {
    let pca = PCA(componentCount: count, seed: seed)
    do {
      switch samples {
      case .uint8(let bytes): (model, coordinates) = try Self.fit(pca, ByteRows<Float>(bytes, dividedBy: 1))
      case .bool, .int32, .int, .float, .double:
        (model, coordinates) = try Self.fit(pca, DenseRows(samples.floats()))
      }
    } catch {
      throw Failure(.badData, "\(source): \(error)")
    }
  }

  private static func fit(
    _ pca: PCA, _ rows: some RowSource<Float>
  ) throws(PCAError) -> (PCAModel<Float>, Tensor<Float>) {
    let model = try pca.fit(rows: rows)
    return (model, model.transform(rows: rows))
  }

  var details: [(String, JSON)] {
    [
      ("components", .integer(model.componentCount)), ("solver", .text(model.solver.rawValue)),
      ("explained_variance_ratio", .array(model.explainedVarianceRatio.scalars.map { JSON($0) })),
    ]
  }
}

extension PrincipalComponents {
  /// Saves what places new rows: (row - mean) componentsᵀ.
  func write(to output: OutputFile) throws {
    try NPZWriter.write(
      [
        NamedArray("components", .float(model.components)), NamedArray("mean", .float(model.mean)),
        NamedArray("explained_variance", .float(model.explainedVariance)),
        NamedArray("explained_variance_ratio", .float(model.explainedVarianceRatio)),
        NamedArray("singular_values", .float(model.singularValues)),
      ], to: output)
  }
}
