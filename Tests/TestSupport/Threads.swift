import Foundation
import Tensors

/// The number of threads is the process's, and suites run side by side: one of them at a time may set it.
private let threadCountOwner = NSRecursiveLock()

/// What `body` gives with each number of threads.
public func resultsWithThreads<Result>(_ counts: [Int] = [1, 2, 4], _ body: () throws -> Result) rethrows -> [Result] {
  threadCountOwner.lock()
  defer { threadCountOwner.unlock() }
  let before = Parallel.threadCount
  defer { Parallel.threadCount = before }
  return try counts.map {
    Parallel.threadCount = $0
    return try body()
  }
}
