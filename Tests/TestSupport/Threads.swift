import Tensors

/// What `body` gives with each number of threads. Used in serialised suites only: the number is the process's.
public func resultsWithThreads<Result>(_ counts: [Int] = [1, 2, 4], _ body: () throws -> Result) rethrows -> [Result] {
  let before = Parallel.threadCount
  defer { Parallel.threadCount = before }
  return try counts.map {
    Parallel.threadCount = $0
    return try body()
  }
}
