internal import Tensors

/// The loops of a softmax over the middle axis of [blocks, length, inner], on the calling thread. What belongs to lines is
/// [blocks, inner]. Lines that lie in a row, where inner is 1, have loops of their own: the others would be loops over one element.
struct SoftmaxLoops {
  let blocks: Int, length: Int, inner: Int

  private var block: Int { length * inner }

  /// The largest element of each line.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func findMaxima<Scalar: FloatingScalar>(_ x: UnsafePointer<Scalar>, into largest: UnsafeMutablePointer<Scalar>) {
    for number in 0..<blocks {
      let (values, own) = (x + number * block, largest + number * inner)
      if inner == 1 {
        var most = -Scalar.infinity
        for index in 0..<length { most = values[index] > most ? values[index] : most }
        own[0] = most
      } else {
        for index in 0..<inner { own[index] = -.infinity }
        for line in 0..<length {
          let row = values + line * inner
          for index in 0..<inner { own[index] = row[index] > own[index] ? row[index] : own[index] }
        }
      }
    }
  }

  /// result = x - the line's shift.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func shift<Scalar: FloatingScalar>(
    _ x: UnsafePointer<Scalar>, by shift: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>
  ) {
    for number in 0..<blocks {
      let (values, own, target) = (x + number * block, shift + number * inner, result + number * block)
      if inner == 1 {
        let amount = own[0]
        for index in 0..<length { target[index] = values[index] - amount }
      } else {
        for line in 0..<length {
          let start = line * inner
          for index in 0..<inner { target[start + index] = values[start + index] - own[index] }
        }
      }
    }
  }

  /// Divides by the line's sum, and writes the sums.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func normalize<Scalar: FloatingScalar>(_ powers: UnsafeMutablePointer<Scalar>, sums: UnsafeMutablePointer<Scalar>) {
    for number in 0..<blocks {
      let (values, own) = (powers + number * block, sums + number * inner)
      if inner == 1 {
        var sum: Scalar = 0
        for index in 0..<length { sum += values[index] }
        own[0] = sum
        for index in 0..<length { values[index] /= sum }
      } else {
        for index in 0..<inner { own[index] = 0 }
        for line in 0..<length {
          let row = values + line * inner
          for index in 0..<inner { own[index] += row[index] }
        }
        for line in 0..<length {
          let row = values + line * inner
          for index in 0..<inner { row[index] /= own[index] }
        }
      }
    }
  }

  /// y (g - sum(y g)) of each line, y the softmax; for its logarithm g - y sum(g).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func gradient<Scalar: FloatingScalar>(
    _ softmax: UnsafePointer<Scalar>, _ gradient: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>,
    sums: UnsafeMutablePointer<Scalar>, isLogarithmic: Bool
  ) {
    for number in 0..<blocks {
      let (y, g, result) = (softmax + number * block, gradient + number * block, target + number * block)
      if inner == 1 {
        var sum: Scalar = 0
        for index in 0..<length { sum += isLogarithmic ? g[index] : y[index] * g[index] }
        for index in 0..<length { result[index] = isLogarithmic ? g[index] - y[index] * sum : y[index] * (g[index] - sum) }
      } else {
        for index in 0..<inner { sums[index] = 0 }
        for line in 0..<length {
          let start = line * inner
          for index in 0..<inner {
            sums[index] += isLogarithmic ? g[start + index] : y[start + index] * g[start + index]
          }
        }
        for line in 0..<length {
          let start = line * inner
          for index in 0..<inner {
            let (own, slope) = (y[start + index], g[start + index])
            result[start + index] = isLogarithmic ? slope - own * sums[index] : own * (slope - sums[index])
          }
        }
      }
    }
  }
}
