/// The one owner of parallelism: every loop over threads in Fathom goes through here, and OpenBLAS is told to use one thread.
///
/// Work is cut into chunks whose number depends on the work alone, and whoever combines partial results does so in the order of
/// the chunks. So no result depends on ``threadCount``. (Only matrix products take as many pieces as there are threads, having made
/// sure that no bit shows it: see `ProductCut`.)
///
/// A loop started inside another one runs on the calling thread.
public enum Parallel {
  /// The threads that loops may use, the caller included; the machine's processors unless set. At least 1.
  public static var threadCount: Int {
    get { ThreadPool.shared.threadCount }
    set { ThreadPool.shared.threadCount = max(1, newValue) }
  }

  /// The threads that a loop begun now would get: 1 inside another one. May change at any moment, so that no result may depend on it.
  static var availableThreads: Int { ThreadPool.shared.isRunning ? 1 : threadCount }

  /// Calls `body` once with every index in `0..<count`, in no particular order, on up to ``threadCount`` threads.
  public static func forEach(_ count: Int, _ body: (Int) -> Void) {
    ThreadPool.shared.run(count, threads: threadCount) { index, _ in body(index) }
  }

  /// Calls `body` once with every index in `0..<count` on up to `workers` threads (and ``threadCount``), together with the number of the
  /// thread, in `0..<workers`. No two calls with one number run at the same time, so that each number can have memory of its own.
  public static func forEach(_ count: Int, workers: Int, _ body: (_ index: Int, _ worker: Int) -> Void) {
    ThreadPool.shared.run(count, threads: min(workers, threadCount), body)
  }

  /// Cuts `0..<count` into ranges of `grain` (the last one shorter) and calls `body` with each range's number and the range.
  public static func forEachRange(of count: Int, grain: Int, _ body: (Int, Range<Int>) -> Void) {
    forEach(chunkCount(of: count, grain: grain)) { chunk in
      let start = chunk * grain
      body(chunk, start..<min(start + grain, count))
    }
  }

  /// What `body` makes of each range of `grain`, in the order of the ranges.
  public static func mapRanges<Partial>(of count: Int, grain: Int, _ body: (Range<Int>) -> Partial) -> [Partial] {
    let chunks = chunkCount(of: count, grain: grain)
    return [Partial](unsafeUninitializedCapacity: chunks) { buffer, initialised in
      nonisolated(unsafe) let base = buffer.baseAddress
      forEachRange(of: count, grain: grain) { chunk, range in (base! + chunk).initialize(to: body(range)) }
      initialised = chunks
    }
  }

  /// The same on up to `workers` threads (and ``threadCount``), with the number of the thread, as ``forEach(_:workers:_:)`` gives it.
  public static func mapRanges<Partial>(
    of count: Int, grain: Int, workers: Int, _ body: (_ range: Range<Int>, _ worker: Int) -> Partial
  ) -> [Partial] {
    let chunks = chunkCount(of: count, grain: grain)
    return [Partial](unsafeUninitializedCapacity: chunks) { buffer, initialised in
      nonisolated(unsafe) let base = buffer.baseAddress
      forEach(chunks, workers: workers) { chunk, worker in
        (base! + chunk).initialize(to: body(chunk * grain..<min((chunk + 1) * grain, count), worker))
      }
      initialised = chunks
    }
  }

  /// How many ranges of `grain` it takes to cover `count`.
  public static func chunkCount(of count: Int, grain: Int) -> Int {
    precondition(grain > 0, "a chunk needs at least one element")
    return (count + grain - 1) / grain
  }
}
