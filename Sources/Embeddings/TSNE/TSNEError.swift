/// Why an embedding cannot be made.
public enum TSNEError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The data holds NaN or an infinity.
  case nonFinite(row: Int, column: Int, value: String)
  /// A setting is out of its range.
  case invalid(setting: String, reason: String)
  /// The state to go on from belongs to other data or other settings.
  case stateDoesNotFit(reason: String)
  /// The progress callback asked to stop before there was a map.
  case cancelled

  public var description: String {
    switch self {
    case .nonFinite(let row, let column, let value): "row \(row), column \(column) holds \(value); t-SNE takes finite numbers"
    case .invalid(let setting, let reason): "\(setting) \(reason)"
    case .stateDoesNotFit(let reason): "the saved state does not fit: \(reason)"
    case .cancelled: "stopped before there was a map"
    }
  }
}
