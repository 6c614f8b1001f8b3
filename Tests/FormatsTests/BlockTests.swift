import Foundation
import Synchronization
import Tensors
import Testing

@testable import Formats

/// Tensors in blocks are the tensors that are read whole, of every scalar and format, and walking through a large file takes little memory.
struct BlockTests {
  private func blocks(_ file: any TensorFile, _ name: String) throws -> [Double] {
    var values: [Double] = []
    try file.forEachBlock(of: name) { block in
      switch block {
      case .floats(let floats): values += floats.map { Double($0) }
      case .doubles(let doubles): values += doubles
      }
    }
    return values
  }

  private func check(_ file: any TensorFile, skippingUnread: Bool = false) throws {
    for name in file.names where !skippingUnread || (try? file.read(name)) != nil {
      let whole = try file.read(name).doubles().scalars
      let parts = try blocks(file, name)
      #expect(parts.count == whole.count && zip(parts, whole).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }, "\(file.path): \(name)")
      var merged: [Double] = []
      try file.reduceBlocks(of: name, grain: 5) { block -> [Double] in
        switch block {
        case .floats(let floats): floats.map { Double($0) }
        case .doubles(let doubles): Array(doubles)
        }
      } merge: { merged += $0 }
      // In the order of the file, which need not be row-major.
      func bits(_ values: [Double]) -> [UInt64] { values.map { $0.isNaN ? .max : ($0 + 0).bitPattern }.sorted() }
      #expect(bits(merged) == bits(whole), "\(file.path): \(name)")
    }
  }

  /// An array in Fortran's order is not turned around, nor read whole, for what does not ask for an order.
  @Test func ofFortransOrder() throws {
    let header = "{'descr': '>f4', 'fortran_order': True, 'shape': (3, 5), }\n"
    var bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
    for value in 0..<15 { withUnsafeBytes(of: Float(value).bitPattern.bigEndian) { bytes += $0 } }
    let file = try InputFile(bytes, named: "fortran.npy").tensorFile()
    #expect(try file.read("array").doubles().scalars.prefix(5) == [0, 3, 6, 9, 12])
    #expect(try blocks(file, "array").prefix(5) == [0, 3, 6, 9, 12])
    var (merged, counts) = ([Float](), [Int]())
    try file.reduceBlocks(of: "array", grain: 4) { block -> [Float] in
      guard case .floats(let values) = block else { return [] }
      return Array(values)
    } merge: {
      merged += $0
      counts.append($0.count)
    }
    #expect(merged == (0..<15).map { Float($0) } && counts == [4, 4, 4, 3])
  }

  @Test(arguments: try FileManager.default.contentsOfDirectory(atPath: PyTorchTests.folder).filter { $0.hasSuffix(".pt") }.sorted())
  func ofPyTorch(_ name: String) throws {
    try check(PyTorchTests.fixture(name).tensorFile())
  }

  @Test func ofOtherFormats() throws {
    let arrays = [
      NamedArray("float", .float(Tensor((0..<30).map { Float($0) / 7 }, shape: [5, 6]))), NamedArray("none", .double(Tensor([], shape: [0, 3]))),
      NamedArray("double", .double(Tensor([0.1, -2]))), NamedArray("int", .int(Tensor([-3, 1 << 40]))), NamedArray("bool", .bool(Tensor([true, false]))),
      NamedArray("byte", .uint8(Tensor([9, 255]))), NamedArray("short", .int32(Tensor([-7]))),
    ]
    try check(SafetensorsFile(InputFile(SafetensorsTests.bytes(of: arrays), named: "s")))
    let directory = try TemporaryDirectory()
    for isCompressed in [false, true] {
      let output = try OutputFile(directory.file("\(isCompressed).npz"))
      try NPZWriter.write(arrays, to: output, isCompressed: isCompressed)
      try output.commit()
      try check(NPZFile(InputFile(directory.file("\(isCompressed).npz"))))
    }
    for array in arrays {
      let output = try OutputFile(directory.file(array.name + ".npy"))
      try NPYFile.write(array.values, to: output)
      try output.commit()
      try check(InputFile(directory.file(array.name + ".npy")).tensorFile())
    }
  }

  @Test(arguments: ["npy", "npz", "safetensors", "torch", "onnx", "gguf", "mat", "hdf5"].flatMap { Corpus.paths(in: $0) })
  func ofTheCorpus(_ name: String) throws {
    guard let file = try? InputFile(Corpus.path(name)).tensorFile() else { return }
    try check(file, skippingUnread: true)
  }

  /// Elements of every width that lie at odd addresses, in blocks that end within the file.
  @Test func ofMoreThanOneBlock() throws {
    for (type, bytes) in [(ElementType.float32, 4), (.float16, 2), (.int8, 1), (.float64, 8)] {
      let count = (20 << 20) / bytes + 3
      let contents = (0..<count * bytes + 1).map { UInt8(truncatingIfNeeded: $0 &* 40_503 >> 5) & 0x3F }
      let file = InputFile(contents, named: "x")
      for bigEndian in [false, true] {
        let layout = ArrayLayout(elementType: type, isBigEndian: bigEndian, dimensions: [count])
        var stream = MemoryStream(file, 1..<contents.count)
        let whole = try layout.read(from: &stream).doubles()
        var position = 0
        var wrong = 0
        var blockCount = 0
        stream = MemoryStream(file, 1..<contents.count)
        try whole.withUnsafeBufferPointer { whole in
          try layout.forEachBlock(from: &stream) { block in
            blockCount += 1
            switch block {
            case .floats(let values): for value in values { wrong += Double(value) == whole[position] ? 0 : 1; position += 1 }
            case .doubles(let values): for value in values { wrong += value == whole[position] ? 0 : 1; position += 1 }
            }
          }
        }
        #expect(position == count && wrong == 0 && blockCount > 2, "\(type)")
      }
    }
  }

  /// Every half, bit by bit.
  @Test func everyHalfIsItsFloat() throws {
    let bytes = (0..<65_536).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let layout = ArrayLayout(elementType: .float16, isBigEndian: false, dimensions: [65_536])
    var stream = MemoryStream(InputFile(bytes, named: "x"))
    try layout.forEachBlock(from: &stream) { block in
      guard case .floats(let values) = block else { return }
      for bits in 0..<65_536 where values[bits].bitPattern != Float(halfBits: UInt16(bits)).bitPattern {
        #expect(values[bits].isNaN && Float(halfBits: UInt16(bits)).isNaN)
      }
    }
  }

  /// 96 MiB in an archive and in a safetensors file, of which a walk keeps less than 40 MiB.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/smaps_rollup"), "no /proc here"))
  func whatWasPassedLeavesMemory() throws {
    let directory = try TemporaryDirectory()
    let values = NumericArray.float(Tensor<Float>(repeating: 1, shape: [24, 1 << 20]))
    let npz = try OutputFile(directory.file("a.npz"))
    try NPZWriter.write([NamedArray("a", values)], to: npz)
    try npz.commit()
    let tensors = try OutputFile(directory.file("a.safetensors"))
    try SafetensorsWriter.write([NamedArray("a", values)], to: tensors)
    try tensors.commit()
    for name in ["a.npz", "a.safetensors"] {
      let file = try InputFile(directory.file(name))
      let open = try file.tensorFile()
      var most = 0
      var sum = 0.0
      try open.forEachBlock(of: "a") { block in
        guard case .floats(let floats) = block else { return }
        sum += floats.reduce(into: 0.0) { $0 += Double($1) }
        most = max(most, Self.mapped(directory.file(name)))
      }
      #expect(sum == Double(24 << 20))
      #expect(most > 0 && most < 40 << 10, "\(name): \(most) KiB")
    }
  }

  /// Whoever looks at a block may take its checksum along, where there is one to compare it with; a wrong one is found out like damage.
  @Test func checksumsMayBeTakenByWhoeverLooks() throws {
    // Each time anew, for a record is checked once.
    func read(_ name: String, _ take: @escaping (TensorBlock) -> BlockChecksum) -> (wanted: [BlockChecksum], error: FileError?) {
      let wanted = Mutex([BlockChecksum]())
      let error = fileError {
        try PyTorchTests.fixture("views.pt").tensorFile().reduceBlocks(of: name, grain: 7) { block, checksum in
          wanted.withLock { $0.append(checksum) }
          if checksum == .wanted { checksum = take(block) }
        } merge: { _ in }
      }
      return (wanted.withLock { $0 }, error)
    }
    func honest(_ block: TensorBlock) -> BlockChecksum {
      guard case .floats(let values) = block else { return .wanted }
      return .taken(StoredArchive.crc32(Array(UnsafeRawBufferPointer(values))))
    }
    let found = read("plain", honest)
    #expect(found.wanted == [.wanted, .wanted, .wanted, .wanted] && found.error == nil)
    #expect(read("plain") { _ in .wanted }.error == nil)
    let wrong = read("plain") { _ in .taken(0) }.error
    #expect(wrong?.kind == .badData && wrong?.reason.contains("CRC-32") == true, "\(String(describing: wrong))")
    // A view's elements have no checksum of their own.
    #expect(read("transposed", honest).wanted == [.unwanted, .unwanted, .unwanted, .unwanted])
  }

  /// Tensors that are not worth a lease are copied out of a large file: they are what is read whole, and nothing of the file is mapped by them.
  @Test func blocksOfLargeFilesAreCopied() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.safetensors")
    let output = try OutputFile(path)
    let floats = (0..<3 << 18).map { Float($0 % 1021) - 400 }
    try SafetensorsWriter.write([NamedArray("a", .float(Tensor(floats))), NamedArray("b", .double(Tensor(floats.map { Double($0) })))], to: output)
    try output.commit()
    let input = try InputFile(path)
    #expect(input.canBeCopied)
    let file = try SafetensorsFile(input)
    for name in ["a", "b"] {
      var merged: [Double] = []
      try file.reduceBlocks(of: name, grain: 10_007) { block -> [Double] in
        switch block {
        case .floats(let values): values.map { Double($0) }
        case .doubles(let values): Array(values)
        }
      } merge: { merged += $0 }
      #expect(merged == floats.map { Double($0) })
    }
    // Shortened under way: an error, where a look at the mapped pages would be the end of the process.
    #expect(truncate(path, 2 << 20) == 0)
    let error = fileError { try file.reduceBlocks(of: "b", grain: 4096) { $0.count } merge: { _ in } }
    #expect(error?.kind == .inputOutput && error?.reason.contains("shortened") == true, "\(String(describing: error))")
  }

  /// Large tensors are looked at in place, or copied where somebody could shorten the file: the same numbers, in their order, and little of
  /// the file in memory.
  @Test(arguments: [false, true])
  func largeTensorsAreLookedAtWhereThatIsSafe(hasWriter: Bool) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.npy")
    let output = try OutputFile(path)
    let count = 60 << 20
    try NPYFile.write(.float(Tensor<Float>(uninitialized: [count]) { for i in 0..<count { $0[i] = Float(i % 1021) } }), to: output)
    try output.commit()
    let writer = hasWriter ? FileHandle(forWritingAtPath: path) : nil
    defer { try? writer?.close() }
    let input = try InputFile(path)
    let canBeHeld = input.hold() != nil
    #expect(!hasWriter || !canBeHeld)
    let file = try input.tensorFile()
    var (next, most) = (0, 0)
    try file.reduceBlocks(of: file.names[0], grain: 1 << 16) { block -> (Float, Int) in
      guard case .floats(let values) = block else { return (-1, 0) }
      let first = Int(values[0])
      return (values[0], values.enumerated().allSatisfy { Int($1) == (first + $0) % 1021 } ? values.count : -1)
    } merge: { first, length in
      #expect(Int(first) == next % 1021 && length > 0)
      next += length
      most = max(most, Self.mapped(path))
    }
    #expect(next == count && most < 80 << 10, "\(most) KiB")
    #if os(Linux)
      // Of what is copied, no more is mapped than the page of the header, which may be a large one.
      #expect((most > 8 << 10) == canBeHeld, "\(most) KiB")
    #endif
  }

  /// Somebody writes the file anew while it is read: they wait but for a moment, and this process lives on.
  @Test func aWriterIsNotKeptWaiting() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.npy")
    let output = try OutputFile(path)
    let count = 64 << 20
    try NPYFile.write(.float(Tensor<Float>.zeros([count])), to: output)
    try output.commit()
    let file = try InputFile(path).tensorFile()
    let writer = Process()
    writer.executableURL = URL(fileURLWithPath: "/bin/sh")
    writer.arguments = ["-c", "echo new > \"$0\"", path]
    var read = 0
    let error = fileError {
      try file.reduceBlocks(of: file.names[0], grain: 1 << 18) { block -> Int in
        usleep(2_000)
        return block.count
      } merge: { length in
        if read == 0 { try? writer.run() }
        read += length
      }
    }
    writer.waitUntilExit()
    #expect(writer.terminationStatus == 0)
    #expect(error?.kind == .inputOutput && read < count, "\(read) of \(count): \(String(describing: error))")
  }

  /// How much of a mapped file is in this process's memory, in KiB.
  private static func mapped(_ path: String) -> Int {
    // Foundation takes files of /proc for empty.
    let maps = try? InputFile("/proc/self/smaps").withBytes { String(decoding: $0, as: UTF8.self) }
    let lines = (maps ?? "").split(separator: "\n")
    var isHere = false
    var total = 0
    for line in lines {
      if line.contains("-"), line.contains(" r") { isHere = line.hasSuffix("/" + path.split(separator: "/").suffix(2).joined(separator: "/")) }
      if isHere, line.hasPrefix("Rss:") { total += Int(line.split(separator: " ")[1]) ?? 0 }
    }
    return total
  }
}
