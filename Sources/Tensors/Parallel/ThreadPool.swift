internal import CKernels
internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Threads that wait for loops. A worker spins for some microseconds after each loop, since the next one is often near, and then sleeps.
final class ThreadPool: @unchecked Sendable {
  static let shared = ThreadPool()

  /// Held by the caller whose loop is running; a nested or concurrent caller finds it taken and works alone.
  private let owner = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let sleepLock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  private let wanted = Atomic<Int>(onlineProcessors())
  private var started = 0

  // The loop under way. `gate` counts its workers in the low bits and the loops begun in the high ones; odd loop number: open.
  private let gate = Atomic<UInt64>(0)
  private let nextIndex = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private var count = 0
  private var workers = 0
  private var callersProcessor: CInt = -1
  private var body: UnsafePointer<(Int, Int) -> Void>?

  private static let loopUnit: UInt64 = 1 << 32
  private static let spins = 4_000

  private init() {
    pthread_mutex_init(owner, nil)
    pthread_mutex_init(sleepLock, nil)
    pthread_cond_init(wake, nil)
  }

  var threadCount: Int {
    get { wanted.load(ordering: .relaxed) }
    set { wanted.store(newValue, ordering: .relaxed) }
  }

  /// Whether a loop is under way.
  var isRunning: Bool { gate.load(ordering: .relaxed) / Self.loopUnit % 2 == 1 }

  /// Calls `body` with every index and the number of the thread that it runs on: 0 the caller, 1... the workers.
  func run(_ count: Int, threads: Int, _ body: (Int, Int) -> Void) {
    let threads = min(threads, count)
    guard threads > 1, pthread_mutex_trylock(owner) == 0 else {
      for index in 0..<count { body(index, 0) }
      return
    }
    defer { pthread_mutex_unlock(owner) }
    withoutActuallyEscaping(body) { escapable in
      withUnsafePointer(to: escapable) { pointer in
        open(count: count, workers: threads - 1, body: pointer)
        work(pointer, as: 0)
        close()
      }
    }
  }

  private func open(count: Int, workers: Int, body: UnsafePointer<(Int, Int) -> Void>) {
    self.count = count
    self.workers = workers
    self.body = body
    callersProcessor = fathom_processor()
    nextIndex.store(0, ordering: .relaxed)
    while started < workers { startWorker() }
    gate.wrappingAdd(Self.loopUnit, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      // Between a sleeper's last look at the gate and its sleep the lock is its own; woken after that, none runs into the lock.
      pthread_mutex_lock(sleepLock)
      pthread_mutex_unlock(sleepLock)
      pthread_cond_broadcast(wake)
    }
  }

  /// Lets no more workers in, and waits for those inside.
  private func close() {
    gate.wrappingAdd(Self.loopUnit, ordering: .sequentiallyConsistent)
    var spun = 0
    while gate.load(ordering: .acquiring) & (Self.loopUnit - 1) != 0 { pause(&spun) }
    body = nil
  }

  private func work(_ body: UnsafePointer<(Int, Int) -> Void>, as number: Int) {
    while true {
      let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body.pointee(index, number)
    }
  }

  private func startWorker() {
    started += 1
    let worker = Unmanaged.passRetained(Worker(pool: self, number: started)).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let failed = pthread_create(
      &thread, nil,
      { argument in
        #if canImport(Darwin)
          let worker = Unmanaged<Worker>.fromOpaque(argument).takeRetainedValue()
        #else
          let worker = Unmanaged<Worker>.fromOpaque(argument!).takeRetainedValue()
        #endif
        OpenBLAS.keepToThisThread()
        worker.pool.serve(worker.number)
      }, worker)
    guard failed == 0 else {
      Unmanaged<Worker>.fromOpaque(worker).release()
      return
    }
    #if canImport(Darwin)
      pthread_detach(thread!)
    #else
      pthread_detach(thread)
    #endif
  }

  private final class Worker {
    let pool: ThreadPool
    let number: Int
    init(pool: ThreadPool, number: Int) {
      self.pool = pool
      self.number = number
    }
  }

  /// A worker's life: enter each loop that is open and has room for this number, then wait for the next.
  private func serve(_ number: Int) -> Never {
    var last: UInt64 = 0
    while true {
      let (state, slept) = waitForOpenLoop(after: last)
      last = state / Self.loopUnit
      let (entered, _) = gate.compareExchange(expected: state, desired: state + 1, ordering: .acquiringAndReleasing)
      guard entered else {
        last -= 1  // somebody else entered first: look again at the same loop
        continue
      }
      if number <= workers, let body {
        if slept, fathom_processor() == callersProcessor { fathom_leave_processor(callersProcessor) }
        work(body, as: number)
      }
      gate.wrappingSubtract(1, ordering: .acquiringAndReleasing)
    }
  }

  /// The state of the gate with a loop open, and whether the thread slept before it came. The kernel may wake a sleeper on the processor
  /// of the caller, idle ones or not, and again each time.
  private func waitForOpenLoop(after last: UInt64) -> (state: UInt64, slept: Bool) {
    func openState() -> UInt64? {
      let state = gate.load(ordering: .sequentiallyConsistent)
      let loop = state / Self.loopUnit
      return loop % 2 == 1 && loop > last ? state : nil
    }
    for _ in 0..<Self.spins {
      if let state = openState() { return (state, false) }
      fathom_spin_hint()
    }
    pthread_mutex_lock(sleepLock)
    defer { pthread_mutex_unlock(sleepLock) }
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    defer { sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
    while true {
      if let state = openState() { return (state, true) }
      pthread_cond_wait(wake, sleepLock)
    }
  }

  private func pause(_ spun: inout Int) {
    spun += 1
    if spun < Self.spins { fathom_spin_hint() } else { sched_yield() }
  }
}
