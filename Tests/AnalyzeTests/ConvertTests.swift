import Foundation
import Testing

@Suite struct ConvertTests {
  @Test func aTableGoesThroughEveryFormat() throws {
    let folder = try TemporaryFolder()
    let text = "a,b\n0.1,2\n-3.5,4e-05\n"
    try folder.write(text, to: "one.csv")
    for (from, to) in [
      ("one.csv", "two.npy"), ("two.npy", "three.npz"), ("three.npz", "three.safetensors"), ("three.safetensors", "four.csv"),
    ] {
      let outcome = try Command.run("convert", from, to, in: folder.url)
      #expect(outcome.status == 0, "\(from) to \(to): \(outcome.errors)")
    }
    let numbers = try folder.text("four.csv").split(separator: "\n").dropFirst().flatMap { $0.split(separator: ",") }.map { Double($0) }
    #expect(numbers == [0.1, 2, -3.5, 4e-05])
  }

  @Test func severalArraysNeedAName() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run("datasets", "moons", "-o", "moons.npz", in: folder.url).status == 0)
    let which = try Command.run("convert", "moons.npz", "moons.npy", in: folder.url)
    #expect(which.status == 64)
    #expect(which.errors.contains("--tensor") && which.errors.contains("labels"))
    #expect(try Command.run("convert", "moons.npz", "moons.npy", "--tensor", "labels", in: folder.url).status == 0)
    #expect(try Command.run("convert", "moons.npz", "again.npz", in: folder.url).status == 0)
    #expect(try Command.run("convert", "moons.npz", "moons.safetensors", in: folder.url).status == 0)
    #expect(try Command.run("datasets", "moons", "-o", "same.safetensors", in: folder.url).status == 0)
    #expect(folder.contents == ["again.npz", "moons.npy", "moons.npz", "moons.safetensors", "same.safetensors"])
    #expect(try folder.data("moons.safetensors") == folder.data("same.safetensors"))
    let chosen = try Command.run("embed", "moons.safetensors", "--method", "pca", "--tensor", "samples", in: folder.url)
    #expect(chosen.output == (try Command.run("embed", "moons", "--method", "pca")).output)
    let missing = try Command.run("embed", "moons.safetensors", "--tensor", "nothing", in: folder.url)
    #expect(missing.status == 65 && missing.errors.contains("samples"))
  }

  @Test func aFormatThatIsNotWrittenIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("1,2\n", to: "a.csv")
    let outcome = try Command.run("convert", "a.csv", "a.docx", in: folder.url)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("docx"))
    #expect(try Command.run("convert", "a.csv", "a.pt", in: folder.url).status == 69)
  }

  @Test func whatIsWrittenNumPyReads() throws {
    let python = Command.package.appendingPathComponent(".venv/bin/python").path
    guard FileManager.default.isExecutableFile(atPath: python) else { return }
    let folder = try TemporaryFolder()
    #expect(try Command.run("datasets", "digits", "-o", "digits.npz", in: folder.url).status == 0)
    #expect(try Command.run("datasets", "digits", "-o", "digits.npy", in: folder.url).status == 0)
    let outcome = try Command.shell(
      """
      '\(python)' -c 'import numpy as np
      z = np.load("digits.npz"); y = np.load("digits.npy")
      print(sorted(z.files), z["samples"].shape, int(z["labels"][:5].sum()), int(y.sum()), bool((y == z["samples"]).all()))'
      """, in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text == "['labels', 'samples'] (1797, 64) 10 561718 True\n")
  }

  /// A tensor whose scalars are listed and not read is left out of what is made of all, and named.
  @Test func whatIsNotReadIsLeftOut() throws {
    let folder = try TemporaryFolder()
    func write(_ name: String, _ header: String, elements: Int) throws {
      var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
      bytes += [UInt8](repeating: 0, count: elements)
      try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
    }
    let complex = #""c":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}"#
    try write("both.safetensors", "{\(complex)," + #""a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#, elements: 16)
    try write("only.safetensors", "{\(complex)}", elements: 8)
    for output in ["a.npz", "a.safetensors", "a.csv"] {
      let outcome = try Command.run("convert", "both.safetensors", output, in: folder.url)
      #expect(outcome.status == 0 && outcome.errors.contains("\"c\"; left out"), "\(outcome.errors)")
    }
    let histogram = try Command.run("histogram", "both.safetensors", in: folder.url)
    #expect(histogram.status == 0 && histogram.errors.contains("\"c\"; left out"), "\(histogram.errors)")
    #expect(try Command.run("doctor", "both.safetensors", in: folder.url).status == 0)
    #expect(try Command.run("convert", "both.safetensors", "c.npz", "--tensor", "c", in: folder.url).status == 69)
    #expect(try Command.run("convert", "only.safetensors", "c.npz", in: folder.url).status == 69)
    #expect(try Command.run("histogram", "only.safetensors", in: folder.url).status == 69)
    #expect(!FileManager.default.fileExists(atPath: folder.path("c.npz")))
  }
}
