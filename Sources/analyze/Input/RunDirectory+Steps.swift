import Fathom

extension RunDirectory {
  /// The steps at which a tensor was recorded. Opens each of them: O(steps).
  func steps(_ kind: SnapshotKind, having tensor: String) throws -> [Int] {
    try steps(kind).filter { try snapshot(kind, step: $0).shape(of: tensor) != nil }
  }
}
