internal import Tensors

/// Sums and affine maps for each channel of [batch, channels, plane], where a plane holds one channel of one sample. Arrays that
/// belong to channels have one element for each of all channels.
///
/// Sums are taken in Double in the order of the batch. Where planes are single numbers, neighbouring channels are read together.
struct ChannelLoops {
  let batch: Int, channels: Int, plane: Int

  /// How many channels are worth a thread's while.
  var grain: Int { Swift.max(plane == 1 ? 16 : 1, RowLoops.grain(batch * plane)) }

  /// The sum over the batch and the plane, for all channels, on all threads.
  func sumAll<Scalar: FloatingScalar>(_ x: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>) {
    Parallel.forEachRange(of: channels, grain: grain) { _, range in
      for channel in range {
        var sum = 0.0
        for sample in 0..<batch { sum += Runs.sum(x + (sample * channels + channel) * plane, count: plane) }
        result[channel] = Scalar(sum)
      }
    }
  }
}

// MARK: - Sums over a range of channels, on the calling thread

extension ChannelLoops {
  /// sums = the sum of x.
  func sum<Scalar: FloatingScalar>(_ x: UnsafePointer<Scalar>, _ range: Range<Int>, into sums: UnsafeMutablePointer<Double>) {
    for channel in range { sums[channel] = 0 }
    for sample in 0..<batch {
      let first = x + sample * channels * plane
      if plane == 1 {
        addRow(first, range, to: sums)
      } else {
        for channel in range { sums[channel] += Runs.sum(first + channel * plane, count: plane) }
      }
    }
  }

  /// sums = the sum of (x - center)².
  func squareSum<Scalar: FloatingScalar>(
    _ x: UnsafePointer<Scalar>, _ range: Range<Int>, centers: UnsafePointer<Double>, into sums: UnsafeMutablePointer<Double>
  ) {
    for channel in range { sums[channel] = 0 }
    for sample in 0..<batch {
      let first = x + sample * channels * plane
      if plane == 1 {
        addSquares(first, range, centers, to: sums)
      } else {
        for channel in range {
          sums[channel] += Runs.squareSum(first + channel * plane, center: centers[channel], count: plane)
        }
      }
    }
  }

  /// sums = the sum of (x - center) y.
  func centeredDot<Scalar: FloatingScalar>(
    _ x: UnsafePointer<Scalar>, _ range: Range<Int>, centers: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>,
    into sums: UnsafeMutablePointer<Double>
  ) {
    for channel in range { sums[channel] = 0 }
    for sample in 0..<batch {
      let start = sample * channels * plane
      if plane == 1 {
        addProducts(x + start, range, centers, y + start, to: sums)
      } else {
        for channel in range {
          let place = start + channel * plane
          sums[channel] += Runs.centeredDot(x + place, center: Double(centers[channel]), y + place, count: plane)
        }
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func addRow<Scalar: FloatingScalar>(_ x: UnsafePointer<Scalar>, _ range: Range<Int>, to sums: UnsafeMutablePointer<Double>) {
  for channel in range { sums[channel] += Double(x[channel]) }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func addSquares<Scalar: FloatingScalar>(
  _ x: UnsafePointer<Scalar>, _ range: Range<Int>, _ centers: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>
) {
  for channel in range {
    let distance = Double(x[channel]) - centers[channel]
    sums[channel] += distance * distance
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func addProducts<Scalar: FloatingScalar>(
  _ x: UnsafePointer<Scalar>, _ range: Range<Int>, _ centers: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>,
  to sums: UnsafeMutablePointer<Double>
) {
  for channel in range { sums[channel] += (Double(x[channel]) - Double(centers[channel])) * Double(y[channel]) }
}

// MARK: - Affine maps of a range of channels, on the calling thread

extension ChannelLoops {
  /// result = a x + c.
  func affine<Scalar: FloatingScalar>(
    _ range: Range<Int>, _ a: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>, _ c: UnsafePointer<Scalar>,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    for sample in 0..<batch {
      let start = sample * channels * plane
      if plane == 1 {
        mapRow(range, a, x + start, c, into: result + start)
      } else {
        for channel in range {
          let place = start + channel * plane
          Runs.affine(a[channel], x + place, c[channel], into: result + place, count: plane)
        }
      }
    }
  }

  /// result = a x + b y + c.
  func affine<Scalar: FloatingScalar>(
    _ range: Range<Int>, _ a: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    _ y: UnsafePointer<Scalar>, _ c: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>
  ) {
    for sample in 0..<batch {
      let start = sample * channels * plane
      if plane == 1 {
        mapRow(range, a, x + start, b, y + start, c, into: result + start)
      } else {
        for channel in range {
          let place = start + channel * plane
          Runs.affine(a[channel], x + place, b[channel], y + place, c[channel], into: result + place, count: plane)
        }
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func mapRow<Scalar: FloatingScalar>(
  _ range: Range<Int>, _ a: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>, _ c: UnsafePointer<Scalar>,
  into result: UnsafeMutablePointer<Scalar>
) {
  for channel in range { result[channel] = a[channel] * x[channel] + c[channel] }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func mapRow<Scalar: FloatingScalar>(
  _ range: Range<Int>, _ a: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
  _ y: UnsafePointer<Scalar>, _ c: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>
) {
  for channel in range { result[channel] = a[channel] * x[channel] + b[channel] * y[channel] + c[channel] }
}
