import Testing

/// Mistakes on the command line: status 64, one line that names them, nothing on standard output.
@Suite struct UsageTests {
  @Test(arguments: [
    (["--no-such-option"], "--no-such-option"),
    (["no-such-command"], "no-such-command"),
    (["embed", "--method", "magic"], "magic"),
    (["embed", "--perplexity", "many"], "many"),
    (["embed", "--perplexity", "-3"], "perplexity"),
    (["embed", "--dimensions", "0"], "dimensions"),
    (["embed", "--method", "tsne", "--limit", "90", "--dimensions", "65"], "dimensions"),
    (["embed", "--threads", "0"], "threads"),
    (["embed", "--limit", "0"], "limit"),
    (["embed", "--pca", "some"], "some"),
    (["embed", "--max-memory", "lots"], "lots"),
    (["embed", "--learning-rate=-1"], "-1"),
    (["embed", "--metric", "far"], "far"),
    (["embed", "digits", "--tensor", "x"], "tensor"),
    (["embed", "--labels", "a", "--label-column", "b"], "label"),
    (["datasets", "no-such-set"], "no-such-set"),
    (["convert", "only-one"], "output"),
  ])
  func usageErrorsAreOneLine(arguments: [String], names: String) throws {
    let outcome = try Command.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.first?.hasPrefix("analyze: ") == true)
    #expect(lines.first?.contains(names) == true)
    #expect(lines.count == 1 || lines.count == 2 && lines[1].hasPrefix("hint: "))
  }

  @Test(arguments: ["umap", "pacmap"])
  func methodsToComeSaySo(method: String) throws {
    let outcome = try Command.run("embed", "--method", method)
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("not built in yet"))
  }
}
