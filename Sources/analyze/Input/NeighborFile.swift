import Fathom

/// Neighbours from elsewhere: an NPZ with `indices` [n, k] of integers and `distances` [n, k], each row nearest first.
enum NeighborFile {
  static func read(_ path: String, rows: Int) throws -> NeighborGraph {
    let archive = try NPZFile(InputFile(path))
    let indices = try archive.read("indices")
    let distances = try archive.read("distances").floats()
    guard indices.shape == distances.shape, indices.shape.rank == 2, indices.shape[0] == rows, indices.shape[1] > 0 else {
      throw FileError(
        .badData, path: path, "indices \(indices.shape) and distances \(distances.shape), where both should be [\(rows), k]")
    }
    guard let numbers = indices.integers(), numbers.allSatisfy({ (0..<rows).contains($0) }) else {
      throw FileError(.badData, path: path, "not all indices are whole numbers from 0 to \(rows - 1)", at: "array \"indices\"")
    }
    guard distances.scalars.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw FileError(.badData, path: path, "not all distances are finite and at least 0", at: "array \"distances\"")
    }
    return NeighborGraph(indices: Tensor(numbers.map(Int32.init), shape: indices.shape), distances: distances)
  }
}
