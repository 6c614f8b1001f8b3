import CDirectBLAS
import Fathom

/// Products through `Tensor.matmul(_:into:)` beside cblas called directly with OpenBLAS's own threads.
enum GEMMBenchmark {
  private struct Case {
    let m: Int, n: Int, k: Int
    var transposeA = false, transposeB = false
  }

  private static let cases: [Case] =
    [256, 384, 512, 1_000, 1_024, 2_048, 4_096].map { Case(m: $0, n: $0, k: $0) } + [
      Case(m: 1_000, n: 1_000, k: 1_000, transposeA: true), Case(m: 1_000, n: 1_000, k: 1_000, transposeB: true),
      Case(m: 1_024, n: 1_024, k: 1_024, transposeA: true, transposeB: true),
      Case(m: 70_000, n: 50, k: 784), Case(m: 4_096, n: 256, k: 256), Case(m: 256, n: 4_096, k: 256),
      Case(m: 256, n: 256, k: 16_384), Case(m: 784, n: 784, k: 20_000, transposeA: true),
    ]

  static func run() {
    print("Fathom: Tensor.matmul into given memory; direct: cblas with \(openblas_get_num_procs()) OpenBLAS threads. Medians.")
    print("ratio: direct time / Fathom's time")
    print(padded("product", 36) + "  Fathom ms   GFLOP/s  direct ms   GFLOP/s   ratio")
    for item in cases {
      compare(item, "SGEMM", of: Float.self) { a, lda, b, ldb, c in
        cblas_sgemm(
          CblasRowMajor, item.transposeA ? CblasTrans : CblasNoTrans, item.transposeB ? CblasTrans : CblasNoTrans,
          blasint(item.m), blasint(item.n), blasint(item.k), 1, a, blasint(lda), b, blasint(ldb), 0, c, blasint(item.n))
      }
      compare(item, "DGEMM", of: Double.self) { a, lda, b, ldb, c in
        cblas_dgemm(
          CblasRowMajor, item.transposeA ? CblasTrans : CblasNoTrans, item.transposeB ? CblasTrans : CblasNoTrans,
          blasint(item.m), blasint(item.n), blasint(item.k), 1, a, blasint(lda), b, blasint(ldb), 0, c, blasint(item.n))
      }
    }
  }

  private static func compare<Scalar: FloatingScalar>(
    _ item: Case, _ name: String, of: Scalar.Type,
    direct: (UnsafePointer<Scalar>, Int, UnsafePointer<Scalar>, Int, UnsafeMutablePointer<Scalar>) -> Void
  ) {
    var generator = RandomGenerator(seed: 1)
    let a = Tensor<Scalar>.uniform(item.transposeA ? [item.k, item.m] : [item.m, item.k], using: &generator)
    let b = Tensor<Scalar>.uniform(item.transposeB ? [item.n, item.k] : [item.k, item.n], using: &generator)
    let left = item.transposeA ? a.transposed : a
    let right = item.transposeB ? b.transposed : b
    var ours = Tensor<Scalar>.zeros([item.m, item.n])
    var theirs = ours.copied()
    let work = 2 * Double(item.m) * Double(item.n) * Double(item.k)
    let threads = openblas_get_num_procs()
    let times = Comparison(
      blocks: work > 2e10 ? 4 : 8,
      {
        openblas_set_num_threads(1)
        left.matmul(right, into: &ours)
      },
      {
        openblas_set_num_threads(threads)
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            theirs.withUnsafeMutableBufferPointer { c in
              direct(
                a.baseAddress!, item.transposeA ? item.m : item.k, b.baseAddress!, item.transposeB ? item.k : item.n, c.baseAddress!)
            }
          }
        }
      })
    openblas_set_num_threads(1)
    let difference = zip(ours.scalars, theirs.scalars).reduce(0) { max($0, abs(Double($1.0 - $1.1))) }
    precondition(difference < 1e-3 * Double(item.k), "the two products differ by \(difference)")
    let label = "\(name) \(item.m)x\(item.n)x\(item.k)" + (item.transposeA ? " Aᵀ" : "") + (item.transposeB ? " Bᵀ" : "")
    let (fathom, peer) = (median(times.first), median(times.second))
    print(
      padded(label, 36) + column(fathom * 1e3, width: 11, digits: 3) + column(work / fathom * 1e-9, width: 10, digits: 1)
        + column(peer * 1e3, width: 11, digits: 3) + column(work / peer * 1e-9, width: 10, digits: 1)
        + column(peer / fathom, width: 8, digits: 2))
  }
}
