import ArgumentParser
import Fathom

/// `analyze convert`: the same numbers in another format.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Write the arrays of one file in another format.",
    discussion: """
      Reads every format that `analyze inspect` reads, recognised by content, and writes CSV, NPY, NPZ or safetensors, by the ending of the \
      output's name. Scalars keep their type where the format has one.
      """)

  @Argument(help: "The file to read.") var input: String
  @Argument(help: "The file to write: .csv, .tsv, .npy, .npz or .safetensors.") var output: String
  @Option(help: "The array to take from a file that holds several.") var tensor: String?
  @Option(help: "Threads to use; the result never depends on it. (default: the machine's processors)") var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1 up, not \(threads)") }
  }

  func run() throws {
    if let threads { Parallel.threadCount = threads }
    let format = try ArrayFormat(output: output)
    let file = try OutputFile(output, differentFrom: [input])
    let model = input != "-" && FileSystem.isDirectory(input) ? try ModelFolder.file(in: input) : nil
    let source = try InputFile(model ?? input).tensorFile()
    if tensor == nil { source.remarks.forEach { StandardError.write("analyze: \(source.path): \($0)\n") } }
    try format.write(tensor.map { [$0] } ?? source.readableNames(among: source.names), of: source, to: file)
    try file.commit()
  }
}
