internal import CKernels
internal import Tensors

/// The convolution of charges on a grid with the kernel, by real transforms along y and complex ones along x.
///
/// Three loops: columns forward (32 real columns as one complex block), then rows forward, times the kernel's spectrum and back (16
/// frequencies as one block), then columns back.
final class GridConvolution {
  let instructionSet: InstructionSet
  private(set) var size: GridSize?

  private var alongX = FourierPlan(length: 16)
  private var alongY = FourierPlan(length: 16)
  // The half spectrum along y, [block of 16 frequencies, column, 16], real and imaginary.
  private let spectrumRe = GridBuffer<Float>()
  private let spectrumIm = GridBuffer<Float>()
  // The kernel's spectrum, real, [block, position along x, 16].
  private let kernelSpectrum = GridBuffer<Float>()
  private let work = WorkBlocks()
  /// The result of ``run(_:columns:rows:)``, [rows, stride].
  let potential = GridBuffer<Float>()
  private(set) var stride = 0

  private static let block = Int(FATHOM_FFT_COLUMNS)
  private static let group = 2 * block

  init(instructionSet: InstructionSet) {
    self.instructionSet = instructionSet
  }

  private var isa: fathom_isa { fathom_isa(UInt32(instructionSet.rawValue)) }
  /// Blocks of 16 of the frequencies 0...length/2 along y.
  private var frequencyBlocks: Int { alongY.length / 2 / Self.block + 1 }
  /// Columns that the half spectrum has room for: those of the kernel up to half its period.
  private var spectrumColumns: Int { (alongX.length / 2 / Self.group + 1) * Self.group }

  /// What the buffers for grids of `size` hold together.
  static func floatsNeeded(_ size: GridSize) -> Int {
    let (alongX, alongY) = (size.paddedColumns, size.paddedRows)
    let frequencies = (alongY / 2 / block + 1) * block
    return frequencies * (2 * (alongX / 2 + group) + alongX) + (size.columns + 2 * group) * size.rows
      + WorkBlocks.floatsNeeded(rows: max(alongX, alongY))
  }

  /// Makes everything ready for grids of `size`: plans, memory and the kernel's spectrum.
  func prepare(_ size: GridSize, kernel: GridKernel) {
    self.size = size
    alongX = FourierPlan(length: size.paddedColumns)
    alongY = FourierPlan(length: size.paddedRows)
    work.reserve(rows: max(alongX.length, alongY.length))
    spectrumRe.reserve(frequencyBlocks * spectrumColumns * Self.block)
    spectrumIm.reserve(frequencyBlocks * spectrumColumns * Self.block)
    kernelSpectrum.reserve(frequencyBlocks * alongX.length * Self.block)
    transformKernel(kernel, spacing: Double(size.spacing))
  }

  /// The potential of the charges on `tiles` at the first `rows` x `columns` nodes, to ``potential``.
  func run(_ tiles: UnsafeBufferPointer<fathom_grid_tile>, columns: Int, rows: Int) {
    let groups = Parallel.chunkCount(of: columns, grain: Self.group)
    // Odd multiples of 16 floats, so that the rows a point touches fall into different cache sets.
    stride = groups * Self.group + Self.block
    potential.reserve(rows * stride + Self.group)
    Parallel.forEach(groups) { columnsForward($0, tiles, rows: rows) }
    let present = min(groups * Self.group, alongX.length)
    Parallel.forEach(frequencyBlocks) { multiply($0, columns: present) }
    Parallel.forEach(groups) { columnsBackward($0, rows: rows) }
  }

  private func columnsForward(_ group: Int, _ tiles: UnsafeBufferPointer<fathom_grid_tile>, rows: Int) {
    work.withBlock { block in
      fathom_grid_collect(tiles.baseAddress, tiles.count, Int32(group * Self.group), Int32(rows), block.re, block.im)
      forwardColumns(group, block, rows: rows)
    }
  }

  /// The transforms of 32 columns in `block` along y, to the half spectrum.
  private func forwardColumns(_ group: Int, _ block: WorkBlocks.Block, rows: Int) {
    let offset = group * Self.group * Self.block
    withUnsafePointer(to: alongY.raw) { plan in
      fathom_fft_forward(isa, plan, Int32(rows), block.re, block.im)
      fathom_fft_split(
        isa, plan, block.re, block.im, spectrumRe.pointer + offset, spectrumIm.pointer + offset, spectrumColumns * Self.block)
    }
  }

  private func multiply(_ frequencies: Int, columns: Int) {
    let offset = frequencies * spectrumColumns * Self.block
    work.withBlock { block in
      withUnsafePointer(to: alongX.raw) { plan in
        fathom_fft_convolve(
          isa, plan, Int32(columns), spectrumRe.pointer + offset, spectrumIm.pointer + offset,
          kernelSpectrum.pointer + frequencies * alongX.length * Self.block, block.re, block.im)
      }
    }
  }

  private func columnsBackward(_ group: Int, rows: Int) {
    let offset = group * Self.group * Self.block
    let to = potential.pointer + group * Self.group
    work.withBlock { block in
      withUnsafePointer(to: alongY.raw) { plan in
        fathom_fft_join(
          isa, plan, spectrumRe.pointer + offset, spectrumIm.pointer + offset, spectrumColumns * Self.block, block.re, block.im)
        fathom_fft_inverse(isa, plan, block.re, block.im, Int32(rows), to, to + Self.block, stride)
      }
    }
  }
}

// MARK: - The kernel's spectrum

extension GridConvolution {
  /// The kernel is even in x and y: half of its columns are transformed along y, and all of its spectrum is real.
  private func transformKernel(_ kernel: GridKernel, spacing: Double) {
    Parallel.forEach(spectrumColumns / Self.group) { group in
      work.withBlock { block in
        sampleKernel(kernel, spacing: spacing, group: group, block)
        forwardColumns(group, block, rows: alongY.length)
      }
    }
    let (factorsX, factorsY) = (
      GridKernel.deconvolution(length: alongX.length), GridKernel.deconvolution(length: alongY.length)
    )
    // Splitting doubled the kernel's spectrum and will double the charges'; the inverse transforms lack their factor.
    let scale = 1 / (4 * Double(alongX.length) * Double(alongY.length))
    Parallel.forEach(frequencyBlocks) { frequencies in
      work.withBlock { block in
        transformKernelRows(frequencies, block)
        let to = kernelSpectrum.pointer + frequencies * alongX.length * Self.block
        for k in 0..<alongX.length {
          let row = Int(alongX.positions.pointer[k]) * Self.block
          for lane in 0..<Self.block {
            let frequency = min(frequencies * Self.block + lane, alongY.length / 2)
            to[row + lane] = Float(Double(block.re[row + lane]) * (factorsX[k] * factorsY[frequency] * scale))
          }
        }
      }
    }
  }

  private func sampleKernel(_ kernel: GridKernel, spacing: Double, group: Int, _ block: WorkBlocks.Block) {
    for y in 0...alongY.length / 2 {
      let mirrored = (alongY.length - y) % alongY.length
      for (plane, first) in [(block.re, group * Self.group), (block.im, group * Self.group + Self.block)] {
        for lane in 0..<Self.block {
          let (dx, dy) = (spacing * Double(first + lane), spacing * Double(y))
          let value = Float(kernel.value(squaredDistance: dx * dx + dy * dy))
          plane[y * Self.block + lane] = value
          plane[mirrored * Self.block + lane] = value
        }
      }
    }
  }

  private func transformKernelRows(_ frequencies: Int, _ block: WorkBlocks.Block) {
    let from = spectrumRe.pointer + frequencies * spectrumColumns * Self.block
    for x in 0..<alongX.length {
      let column = min(x, alongX.length - x)
      (block.re + x * Self.block).update(from: from + column * Self.block, count: Self.block)
    }
    block.im.update(repeating: 0, count: alongX.length * Self.block)
    withUnsafePointer(to: alongX.raw) { plan in
      fathom_fft_forward(isa, plan, Int32(alongX.length), block.re, block.im)
    }
  }
}
