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
      let others = ofStorage[tensor.storage] ?? []
      if let first = others.first(where: { tensors[$0].isSame(as: tensor) }) {
        firsts[index] = first
      } else if others.count < Self.greatestCount {
        ofStorage[tensor.storage] = others + [index]
      }
    }
    firstOfTied = firsts
    views = ofStorage.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  /// Where a storage has more views than this, the later ones are not compared.
  private static let greatestCount = 64
}
