internal import Formats
internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The blocks of a tensor one at a time, when they are asked for, so that two files can be walked side by side.
///
/// A thread of its own walks the file and stands still while nobody asks: never do it and the caller work at the same time.
final class BlockCursor {
  private let walk: Walk
  private var thread: pthread_t?

  init(_ file: any TensorFile, _ name: String) { walk = Walk(file, name) }

  deinit {
    guard let thread else { return }
    walk.cancel()
    pthread_join(thread, nil)
  }

  /// The next block, valid until the next call; nil at the end.
  /// - Throws: As ``TensorFile/forEachBlock(of:_:)``.
  func next() throws(FileError) -> TensorBlock? {
    if thread == nil { thread = try start() }
    return try walk.take()
  }

  private func start() throws(FileError) -> pthread_t {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let context = Unmanaged.passRetained(walk).toOpaque()
    let code = pthread_create(&thread, nil, Self.run, context)
    guard code == 0 else {
      Unmanaged<Walk>.fromOpaque(context).release()
      throw FileError(.inputOutput, path: walk.path, "cannot start a thread: \(String(cString: strerror(code)))")
    }
    #if canImport(Darwin)
      return thread!
    #else
      return thread
    #endif
  }

  #if canImport(Darwin)
    private static let run: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { context in
      Unmanaged<Walk>.fromOpaque(context).takeRetainedValue().run()
      return nil
    }
  #else
    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
      Unmanaged<Walk>.fromOpaque(context!).takeRetainedValue().run()
      return nil
    }
  #endif
}

/// What the two threads share. Whose turn it is says who may touch the rest.
private final class Walk: @unchecked Sendable {
  private enum Turn { case caller, walker }

  private let file: any TensorFile
  private let name: String
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var turn = Turn.caller
  private var block: TensorBlock?
  private var failure: FileError?
  private var isCancelled = false
  private var isOver = false

  init(_ file: any TensorFile, _ name: String) {
    self.file = file
    self.name = name
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(changed)
    lock.deallocate()
    changed.deallocate()
  }

  var path: String { file.path }

  // MARK: The caller

  func take() throws(FileError) -> TensorBlock? {
    guard !isOver else { return nil }
    give(to: .walker)
    wait(for: .caller)
    if let failure { throw failure }
    return block
  }

  func cancel() {
    guard !isOver else { return }
    isCancelled = true
    give(to: .walker)
  }

  // MARK: The walker

  func run() {
    wait(for: .walker)
    do throws(FileError) {
      if isCancelled { throw cancelled }
      try file.forEachBlock(of: name) { block throws(FileError) in
        self.block = block
        give(to: .caller)
        wait(for: .walker)
        if isCancelled { throw cancelled }
      }
    } catch {
      if !isCancelled { failure = error }
    }
    (block, isOver) = (nil, true)
    give(to: .caller)
  }

  /// Ends the walk; nobody sees it.
  private var cancelled: FileError { FileError(.inputOutput, path: file.path, "not read to its end") }

  private func give(to next: Turn) {
    pthread_mutex_lock(lock)
    turn = next
    pthread_cond_signal(changed)
    pthread_mutex_unlock(lock)
  }

  private func wait(for mine: Turn) {
    pthread_mutex_lock(lock)
    while turn != mine { pthread_cond_wait(changed, lock) }
    pthread_mutex_unlock(lock)
  }
}
