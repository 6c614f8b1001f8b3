/// Which tensors have their elements in common.
struct PyTorchTies {
  /// For each tensor the first one that has the same elements: itself where it is that.
  let firstOfTied: [Int]
  /// The tensors that are different views of one storage, storage by storage.
  let views: [[Int]]

  init(_ tensors: [PyTorchTensor]) {
    var ofStorage: [Int: [Int]] = [:]
    var firsts = Array(tensors.indices)
    for (index, tensor) in tensors.enumerated() {
      let others = ofStorage[tensor.storage, default: []]
      if let first = others.prefix(Self.comparedCount).first(where: { tensors[$0].isSame(as: tensor) }) {
        firsts[index] = first
      } else {
        ofStorage[tensor.storage, default: []].append(index)
      }
    }
    firstOfTied = firsts
    views = ofStorage.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  /// Of the views of a storage, so many are compared with each later one.
  private static let comparedCount = 64
}
