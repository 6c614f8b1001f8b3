import Formats
import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Thrown where work stops because the user asked for it.
struct Interrupted: Error {}

/// What Ctrl-C, a termination, a closed pipe and a file size limit do.
///
/// An interruption removes the temporaries and ends the process at once, whatever it is computing. Only while there is
/// something to save (``deferred``) does the first one wait for the work to look (``isRequested``); a second one does not wait.
enum Signals {
  private static let pending = Atomic<Int32>(0)
  private static let isDeferred = Atomic<Bool>(false)

  static func prepare() {
    // Both then show as errors of write(2), which everything that writes checks.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // The handler must find these initialised.
    pending.store(0, ordering: .relaxed)
    isDeferred.store(false, ordering: .relaxed)
    OutputFile.removeAllTemporaries()
    // Whoever started this may have blocked them in the thread that did.
    var interruptions = sigset_t()
    sigemptyset(&interruptions)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      signal(number, handleInterruption)
      sigaddset(&interruptions, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &interruptions, nil)
  }

  static var isRequested: Bool { pending.load(ordering: .relaxed) != 0 }

  /// Runs `body` with interruptions put off: it should look at ``isRequested`` now and then, save, and throw ``Interrupted``.
  static func deferred<Result>(_ body: () throws -> Result) rethrows -> Result {
    isDeferred.store(true, ordering: .sequentiallyConsistent)
    defer { isDeferred.store(false, ordering: .sequentiallyConsistent) }
    return try body()
  }

  /// Ends the process by the signal that asked for it, so that a shell sees that.
  static func dieAsAsked() -> Never {
    let number = pending.load(ordering: .relaxed)
    OutputFile.removeAllTemporaries()
    signal(number, SIG_DFL)
    raise(number)
    exit(128 + number)
  }

  /// Called in the signal handler: only what is safe there.
  fileprivate static func interrupt(_ number: Int32) {
    let isFirst = pending.exchange(number, ordering: .sequentiallyConsistent) == 0
    if isFirst && isDeferred.load(ordering: .sequentiallyConsistent) { return }
    OutputFile.removeAllTemporaries()
    signal(number, SIG_DFL)
    raise(number)  // takes effect when the handler returns
  }

  /// Whether whoever started the command wants it to outlive this signal, as `nohup` does.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

private func handleInterruption(_ number: Int32) { Signals.interrupt(number) }
