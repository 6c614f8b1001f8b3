/// The elements of a data set in chunks, of which one slab is in memory at a time.
struct HDF5ChunkStream: ByteStream {
  let path: String
  private(set) var position = 0
  private let chunks: HDF5Chunks
  private let count: Int
  private var slab: [UInt8] = []
  private var slabPosition = 0
  private var nextSlab = 0

  init(_ chunks: HDF5Chunks, path: String) {
    self.path = path
    self.chunks = chunks
    count = chunks.grid.shape.reduce(chunks.grid.elementSize, *)
  }

  var remainingBound: Int { count - position }

  mutating func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < target.count, position < count {
      if slabPosition == slab.count {
        // The old one goes before the new one comes.
        slab = []
        slab = try chunks.slab(nextSlab)
        nextSlab += 1
        slabPosition = 0
      }
      let length = min(target.count - filled, slab.count - slabPosition)
      slab.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: target[filled...]).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[slabPosition..<slabPosition + length]))
      }
      slabPosition += length
      position += length
      filled += length
    }
    return filled
  }
}
