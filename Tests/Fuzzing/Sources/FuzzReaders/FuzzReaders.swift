import Fathom
@_spi(Fuzzing) import Formats

/// One input of libFuzzer: a file of whatever format its bytes show. Reading ends in arrays or a `FileError`; anything else is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
  let input = InputFile(UnsafeBufferPointer(start: data, count: size), named: "fuzz")
  read { try input.tensorFile() }
  // Checksums of structures would keep nearly every change of an HDF5 file from what lies behind them.
  if size > 8, data[0] == 0x89, data[1] == 0x48 { read { try HDF5File(input, verifyingChecksums: false) } }
  if let image = try? PNGImage.decode(input) { precondition(image.count > 0) }
  if let image = try? JPEGImage.decode(input) { precondition(image.count > 0) }
  return 0
}

/// As `inspect` goes through a file: listed, streamed, read.
private func read(_ open: () throws -> any TensorFile) {
  do {
    let file = try open()
    for tensor in file.tensors {
      try file.forEachBlock(of: tensor.name) { _ in }
      _ = try file.read(tensor.name)
    }
  } catch let error as FileError {
    // An index of shards names the shard that is not there.
    precondition(!error.path.isEmpty && !error.reason.isEmpty, "an error that says nothing: \(error)")
  } catch {
    preconditionFailure("not an error of a file: \(error)")
  }
}
