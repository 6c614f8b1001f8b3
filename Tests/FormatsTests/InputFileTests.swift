import Foundation
import Tensors
import Testing

@testable import Formats

struct InputFileTests {
  @Test func mapsFilesAndReadsPipes() throws {
    let directory = try TemporaryDirectory()
    try "1,2\n".write(toFile: directory.file("a"), atomically: false, encoding: .utf8)
    #expect(try InputFile(directory.file("a")).withBytes { Array($0) } == Array("1,2\n".utf8))
    try Data().write(to: URL(fileURLWithPath: directory.file("empty")))
    #expect(try InputFile(directory.file("empty")).count == 0)
    #expect(fileError { try InputFile(directory.file("missing")) }?.kind == .cannotRead)
    #expect(fileError { try InputFile(directory.path) }?.reason == "is a directory")
  }

  @Test func readsAPipeToItsEndOrItsLimit() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    func feed(_ count: Int) {
      Thread.detachNewThread {
        signal(SIGPIPE, SIG_IGN)
        let descriptor = open(path, O_WRONLY)
        let bytes = [UInt8](repeating: 0x31, count: count)
        var sent = 0
        while sent < count {
          let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, count - sent) }
          if written <= 0 { break }
          sent += written
        }
        close(descriptor)
      }
    }
    feed(300_000)
    #expect(try InputFile(path).count == 300_000)
    feed(300_000)
    #expect(fileError { try InputFile(path, pipeLimit: 1 << 16) }?.kind == .cannotRead)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"), "no /proc here"))
  func filesThatCallThemselvesEmptyAreRead() throws {
    #expect(try InputFile("/proc/self/status").count > 0)
  }

  @Test func recognisesByContent() throws {
    func kind(_ bytes: [UInt8]) throws -> FormatKind { try FormatKind.recognize(InputFile(bytes, named: "x.bin")) }
    #expect(try kind(Array("a,b\n".utf8)) == .csv)
    #expect(try kind(NPYHeader.magic + [1, 0]) == .npy)
    #expect(try kind([0x93, 0x4E]) == .npy)
    #expect(try kind([0, 0, 8, 1, 0, 0, 0, 0]) == .idx)
    #expect(try kind(ZipTests.archive(isCompressed: true)) == .npz)
    #expect(try kind([0x80, 0x04, 0x95]) == .pickle)
    #expect(try kind([0x89, 0x50, 0x4E, 0x47]) == .picture && kind([0xFF, 0xD8, 0xFF, 0xE0]) == .picture)
    #expect(try kind([0x89, 0x48, 0x44, 0x46]) == .hdf5)
    #expect(try kind([0x08, 0x08, 0x12, 0x07]) == .onnx)
    #expect(try kind([0x80, 0x02] + PyTorchLegacy.magic) == .pyTorch)
  }

  @Test func saysWhatElseItIs() {
    func error(_ bytes: [UInt8]) -> FileError? { fileError { try FormatKind.recognize(InputFile(bytes, named: "x")) } }
    let cases: [([UInt8], FileError.Kind, String)] = [
      ([], .badData, "empty"), (Array("<!DOCTYPE html><html>".utf8), .badData, "web page"), (Array(" \n<HTML>".utf8), .badData, "web page"),
      (Array("version https://git-lfs.github.com/spec/v1\n".utf8), .badData, "Git LFS"), ([UInt8](repeating: 0, count: 99), .badData, "zeros"),
      (Array("{\"a\": 1}".utf8), .unsupported, "JSON"),
      (Array("PAR1".utf8), .unsupported, "Parquet"), (Array("GIF89a".utf8), .unsupported, "GIF"), ([0x08, 0x01, 0x12, 0x40], .unsupported, "SavedModel"),
      ([UInt8](repeating: 1, count: 40) + [0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB], .unsupported, "index of a TensorFlow checkpoint"),
      ([0x1C, 0, 0, 0] + Array("TFL3".utf8), .unsupported, "TensorFlow Lite"), (Array("CDF".utf8) + [2, 0], .unsupported, "NetCDF"),
      ([0x53, 0x52, 0, 4, 0], .unsupported, "IDL"), ([0x04, 0x22, 0x4D, 0x18, 0x60], .unsupported, "LZ4"),
      ([0x08, 6, 0x12, 0xDA, 1, 0x0A, 0x18], .unsupported, "Core ML"),
      ([0x50, 0x4B, 3, 4], .badData, "truncated"), ([7, 1, 2, 3], .badData, "unknown format"),
    ]
    let part = fileError { try FormatKind.recognize(InputFile([0x3F, 0x80, 0, 0], named: "m/ckpt.data-00000-of-00002")) }
    #expect(part?.kind == .unsupported && part?.reason.contains("part of a TensorFlow checkpoint") == true && part?.hint?.contains("load_checkpoint") == true)
    for (bytes, kind, word) in cases {
      let error = error(bytes)
      #expect(error?.kind == kind, "\(word): \(String(describing: error))")
      #expect(error?.reason.contains(word) == true, "\(String(describing: error))")
    }
  }

  @Test func idxFilesAreJoined() throws {
    func file(_ rows: UInt8, _ columns: UInt8 = 2, type: UInt8 = 8, extra: [UInt8] = []) -> InputFile {
      let count = Int(rows) * Int(columns)
      return InputFile([0, 0, type, 2, 0, 0, 0, rows, 0, 0, 0, columns] + (0..<count).map { UInt8($0) } + extra, named: "x")
    }
    let joined = try IDXFile.readBytes(joining: [file(2), file(1)])
    #expect(joined.shape == [3, 2])
    #expect(joined.scalars == [0, 1, 2, 3, 0, 1])
    #expect(fileError { try IDXFile.readBytes(joining: [file(2), file(1, 3)]) }?.reason.contains("does not fit") == true)
    #expect(fileError { try IDXFile.readBytes(joining: [file(2, type: 9)]) }?.reason.contains("bytes were expected") == true)
    #expect(fileError { try IDXFile.read(file(2, extra: [1])) }?.reason.contains("after the last") == true)
    #expect(fileError { try IDXFile.read(InputFile([0, 0, 8, 200], named: "x")) }?.reason.contains("truncated") == true)
  }
}
