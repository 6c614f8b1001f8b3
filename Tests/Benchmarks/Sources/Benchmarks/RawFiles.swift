import Fathom

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

// What a benchmark shares with the script that runs it: numbers in files without a header, and the peak of memory.

/// MiB. Not getrusage's, which on Linux begins with the parent's.
func peakMemory() -> Double {
  #if canImport(Darwin)
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    return Double(usage.ru_maxrss) / 1_048_576
  #else
    guard let status = fopen("/proc/self/status", "r") else { return .nan }
    defer { fclose(status) }
    var text = [CChar](repeating: 0, count: 4_096)
    fread(&text, 1, text.count - 1, status)
    guard let line = strstr(text, "VmHWM:") else { return .nan }
    return Double(strtol(line + 6, nil, 10)) / 1_024
  #endif
}

func readNumbers<Scalar: TensorScalar>(_ path: String, _ shape: Shape) -> Tensor<Scalar> {
  Tensor(uninitialized: shape) { buffer in
    guard let file = fopen(path, "r") else { preconditionFailure("cannot read \(path)") }
    defer { fclose(file) }
    let count = fread(buffer.baseAddress, MemoryLayout<Scalar>.stride, buffer.count, file)
    precondition(count == buffer.count, "\(path) holds \(count) numbers, not \(shape)")
  }
}

func writeNumbers<Scalar>(_ numbers: [Scalar], _ path: String) {
  guard let file = fopen(path, "w") else { preconditionFailure("cannot write \(path)") }
  numbers.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
  fclose(file)
}
