/// The elements of a view of memory, one after another in row-major order.
struct StridedStream: ByteStream {
  let path: String
  private let owner: InputFile
  private let base: UnsafeRawPointer
  private let elementSize: Int
  /// The axes that are walked, the last one fastest: neighbours that lie as one are one. In bytes.
  private var axes: [(extent: Int, stride: Int)] = []
  private let count: Int
  private var done = 0

  /// - Parameter bytes: Within the file; every element of the view was found to lie in it.
  init(_ file: InputFile, _ bytes: Range<Int>, elementSize: Int, offset: Int, shape: [Int], strides: [Int]) {
    owner = file
    path = file.path
    self.elementSize = elementSize
    count = shape.reduce(1, *)
    let start = bytes.lowerBound + offset * elementSize
    base = count == 0 ? UnsafeRawPointer(bitPattern: 1)! : file.bytes.baseAddress! + start
    for (extent, stride) in zip(shape, strides) where extent != 1 {
      if let last = axes.last, last.stride == stride * elementSize * extent {
        axes[axes.count - 1] = (last.extent * extent, stride * elementSize)
      } else {
        axes.append((extent, stride * elementSize))
      }
    }
    if axes.isEmpty { axes = [(count, elementSize)] }
  }

  var position: Int { done * elementSize }
  var remainingBound: Int { (count - done) * elementSize }

  /// Gives whole elements: `target` must be as long as some of them.
  mutating func read(into target: UnsafeMutableRawBufferPointer) -> Int {
    precondition(target.count % elementSize == 0, "\(target.count) bytes are no whole number of elements of \(elementSize)")
    let wanted = min(target.count / elementSize, count - done)
    let (width, step) = axes[axes.count - 1]
    var filled = 0
    while filled < wanted {
      let column = (done + filled) % width
      let run = min(width - column, wanted - filled)
      let source = base + start(ofRow: (done + filled) / width) + column * step
      copy(run, from: source, step, to: target.baseAddress! + filled * elementSize)
      filled += run
    }
    done += wanted
    return wanted * elementSize
  }

  /// Where the elements begin whose last index is zero, the others being counted in row-major order.
  private func start(ofRow row: Int) -> Int {
    var (row, start) = (row, 0)
    for (extent, stride) in axes.dropLast().reversed() {
      start += row % extent * stride
      row /= extent
    }
    return start
  }

  private func copy(_ run: Int, from source: UnsafeRawPointer, _ step: Int, to target: UnsafeMutableRawPointer) {
    if step == elementSize { return target.copyMemory(from: source, byteCount: run * elementSize) }
    switch elementSize {
    case 1: Self.gather(run, source, step, target, as: UInt8.self)
    case 2: Self.gather(run, source, step, target, as: UInt16.self)
    case 4: Self.gather(run, source, step, target, as: UInt32.self)
    case 8: Self.gather(run, source, step, target, as: UInt64.self)
    default:
      for index in 0..<run { (target + index * elementSize).copyMemory(from: source + index * step, byteCount: elementSize) }
    }
  }

  @inline(__always)
  private static func gather<Bits: BitwiseCopyable>(
    _ run: Int, _ source: UnsafeRawPointer, _ step: Int, _ target: UnsafeMutableRawPointer, as type: Bits.Type
  ) {
    for index in 0..<run {
      target.storeBytes(of: source.loadUnaligned(fromByteOffset: index * step, as: type), toByteOffset: index * MemoryLayout<Bits>.size, as: type)
    }
  }
}
