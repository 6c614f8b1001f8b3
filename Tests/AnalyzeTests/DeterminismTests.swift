import Testing

/// The result never depends on the number of threads.
@Suite struct DeterminismTests {
  @Test(arguments: [
    ["--method", "pca"], ["--method", "pca", "--dimensions", "5"],
    ["--gradient", "exact"], ["--gradient", "barnes-hut"], ["--gradient", "barnes-hut", "--dimensions", "3"],
    ["--gradient", "fft"], ["--gradient", "fft", "--dimensions", "1"], ["--init", "spectral"], ["--init", "random"],
  ])
  func bytesAreTheSameWithAnyNumberOfThreads(options: [String]) throws {
    let arguments = ["embed", "digits", "--iterations", "100"] + options
    let results = try [1, 2, 4].map { try Command.run(arguments + ["--threads", "\($0)"]) }
    #expect(results[0].status == 0, "\(results[0].errors)")
    #expect(results[0].lines.count == 1_798)
    #expect(results[1].output == results[0].output)
    #expect(results[2].output == results[0].output)
  }
}
