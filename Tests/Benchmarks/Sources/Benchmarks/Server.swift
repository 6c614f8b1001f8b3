/// Does one piece of work again and again and tells the times, so that a script can take turns between Fathom and its peers.
///
/// Each line read is a request, `SECONDS WORK...`; the answer is a line with the times in seconds of as many runs as fill SECONDS (at
/// least one; a first run is not counted). WORK is what ``GEMMWork`` or ``ConvolutionWork`` understand.
enum Server {
  static func run() {
    var prepared: (request: [Substring], run: () -> Void)?
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard let seconds = words.first.flatMap({ Double($0) }) else { return fail(line) }
      let request = Array(words.dropFirst())
      if prepared?.request != request {
        prepared = nil  // frees the memory of the last work before the next is prepared
        guard let run = GEMMWork.prepare(request) ?? ConvolutionWork.prepare(request) else { return fail(line) }
        prepared = (request, run)
      }
      guard let run = prepared?.run else { return fail(line) }
      print(times(seconds, run).map { "\($0)" }.joined(separator: " "))
      flushOutput()
    }
  }

  private static func fail(_ line: String) { print("not understood: \(line)") }

  private static func times(_ seconds: Double, _ run: () -> Void) -> [Double] {
    let clock = ContinuousClock()
    run()
    var times: [Double] = []
    var total = 0.0
    while total < seconds || times.isEmpty {
      let time = clock.measure(run).seconds
      times.append(time)
      total += time
    }
    return times
  }
}
