import Fathom

/// One input of libFuzzer: a file of whatever format its bytes show. Reading ends in arrays or a `FileError`; anything else is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
  let input = InputFile(UnsafeBufferPointer(start: data, count: size), named: "fuzz")
  do {
    let file = try input.tensorFile()
    for tensor in file.tensors {
      // As `inspect` goes through it: listed, streamed, read.
      try file.forEachBlock(of: tensor.name) { _ in }
      _ = try file.read(tensor.name)
    }
  } catch {
    // An index of shards names the shard that is not there.
    precondition(!error.path.isEmpty && !error.reason.isEmpty, "an error that says nothing: \(error)")
  }
  for decode in [PNGImage.decode, JPEGImage.decode] {
    if let image = try? decode(input) { precondition(image.count > 0) }
  }
  return 0
}
