import Testing

@testable import Formats

/// One test for each way in which a header can be wrong.
struct NPYHeaderTests {
  private static let good = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"

  /// A version 1.0 file with that header and `count` bytes of data.
  private static func file(_ header: String, version: [UInt8] = [1, 0], dataBytes: Int = 48) -> InputFile {
    let text = Array(header.utf8) + [0x0A]
    let length = version[0] == 1 ? [UInt8(text.count & 0xFF), UInt8(text.count >> 8)] : [UInt8(text.count & 0xFF), UInt8(text.count >> 8), 0, 0]
    return InputFile(NPYHeader.magic + version + length + text + [UInt8](repeating: 0, count: dataBytes), named: "x.npy")
  }

  @Test(arguments: [
    good,
    "{\"shape\":(2,3),\"descr\":\"<f8\",\"fortran_order\":False}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L)}",
    "  {  'descr' : 'f8' , 'fortran_order' : True , 'shape' : ( 2 , 3 , ) , }  ",
  ])
  func acceptsWhatWritersWrite(_ header: String) throws {
    #expect(try NPYFile.read(Self.file(header)).shape == [2, 3])
    #expect(try NPYFile.read(Self.file(header, version: [2, 0])).shape == [2, 3])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var header: String
    var kind = FileError.Kind.badData
    var reason: String
    /// From the start of the header's text, which is at byte 10.
    var offset: Int?
    var testDescription: String { reason }
  }

  @Test(arguments: [
    Case(header: "hello", reason: "'{' was expected", offset: 0),
    Case(header: "", reason: "'{' was expected", offset: 1),
    Case(header: "{'descr': '<f8', 'fortran_order': False}", reason: "no 'shape'", offset: 0),
    Case(header: "{'fortran_order': False, 'shape': (2,)}", reason: "no 'descr'", offset: 0),
    Case(header: "{'descr': '<f8', 'shape': (2,)}", reason: "no 'fortran_order'", offset: 0),
    Case(header: "{'descr': '<f8', 'descr': '<f8'}", reason: "'descr' twice", offset: 17),
    Case(header: "{'x': 1}", reason: "unknown key 'x'", offset: 1),
    Case(header: "{descr: '<f8'}", reason: "a string was expected", offset: 1),
    Case(header: "{'descr' '<f8'}", reason: "':' was expected", offset: 9),
    Case(header: "{'descr': '<f8' 'shape': (2,)}", reason: "'}' was expected", offset: 16),
    Case(header: "{'descr': '<f8", reason: "an unexpected character in a string", offset: 14),
    Case(header: "{'descr': '\\x3cf8'}", reason: "an unexpected character in a string", offset: 11),
    Case(header: good + " extra", reason: "text after the header's dictionary", offset: 60),
    Case(header: "{'fortran_order': 0}", reason: "neither True nor False", offset: 18),
    Case(header: "{'shape': 5}", reason: "'(' was expected", offset: 10),
    Case(header: "{'shape': (5.0, 3)}", reason: "')' was expected", offset: 12),
    Case(header: "{'shape': (-5, 3)}", reason: "no whole number", offset: 11),
    Case(header: "{'shape': ((5, 3))}", reason: "no whole number", offset: 11),
    Case(header: "{'shape': (99999999999999999999,)}", reason: "overflows 64 bits", offset: 11),
    Case(header: "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4)}", reason: "overflows"),
    Case(header: "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 8, 0)}", reason: "overflows"),
    Case(header: "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 4)}", reason: "truncated"),
    Case(header: "{'descr': '<q9', 'fortran_order': False, 'shape': (2,)}", kind: .unsupported, reason: "unknown scalar type '<q9'"),
    Case(header: "{'descr': '|O', 'fortran_order': False, 'shape': (2,)}", kind: .unsupported, reason: "Python objects"),
    Case(header: "{'descr': '<c16', 'fortran_order': False, 'shape': (2,)}", kind: .unsupported, reason: "complex numbers"),
    Case(header: "{'descr': '<M8[D]', 'fortran_order': False, 'shape': (2,)}", kind: .unsupported, reason: "dates"),
    Case(header: "{'descr': '<U3', 'fortran_order': False, 'shape': (2,)}", kind: .unsupported, reason: "text"),
    Case(header: "{'descr': [('a', '<f8')], 'shape': (2,)}", kind: .unsupported, reason: "records", offset: 10),
    Case(header: "{'shape': (\(String(repeating: "1,", count: 65)))}", kind: .unsupported, reason: "more than 64 axes"),
  ])
  func refusesByNameAndPlace(_ wrong: Case) throws {
    let error = try #require(fileError { try NPYFile.read(Self.file(wrong.header)) })
    #expect(error.kind == wrong.kind)
    #expect(error.path == "x.npy")
    #expect(error.reason.contains(wrong.reason), "\(error)")
    if let offset = wrong.offset { #expect(error.place == "byte \(10 + offset)", "\(error)") }
  }

  @Test func refusesBrokenBeginnings() throws {
    func error(_ bytes: [UInt8]) -> FileError? { fileError { try NPYFile.read(InputFile(bytes, named: "x.npy")) } }
    #expect(error([])?.reason.contains("truncated") == true)
    #expect(error(Array("not an array".utf8))?.reason.contains("no NPY file") == true)
    #expect(error(NPYHeader.magic + [9, 0, 1, 0, 0])?.kind == .unsupported)
    #expect(error(NPYHeader.magic + [1, 1, 1, 0, 0])?.kind == .unsupported)
    #expect(error(NPYHeader.magic + [1, 0, 1])?.reason.contains("truncated") == true)
    #expect(error(NPYHeader.magic + [1, 0, 100, 0, 0x7B])?.reason.contains("truncated") == true)
    #expect(error(NPYHeader.magic + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF])?.reason.contains("more than 65536") == true)
  }

  @Test func unsignedBeyondSignedIsRefused() throws {
    let header = "{'descr': '<u8', 'fortran_order': False, 'shape': (1,)}"
    let text = Array(header.utf8)
    let bytes = NPYHeader.magic + [1, 0, UInt8(text.count), 0] + text + [UInt8](repeating: 0xFF, count: 8)
    #expect(fileError { try NPYFile.read(InputFile(bytes, named: "x")) }?.kind == .unsupported)
  }

  @Test func halvesAreExact() {
    // NumPy: np.float16(x).view(np.uint16)
    #expect(Float(halfBits: 0x3C00) == 1)
    #expect(Float(halfBits: 0xC000) == -2)
    #expect(Float(halfBits: 0x7BFF) == 65504)
    #expect(Float(halfBits: 0x0001) == 0x1p-24)
    #expect(Float(halfBits: 0x03FF) == 0x3FFp-24)
    #expect(Float(halfBits: 0x8000).sign == .minus)
    #expect(Float(halfBits: 0x7C00) == .infinity)
    #expect(Float(halfBits: 0x7E00).isNaN)
    #if !os(macOS) || arch(arm64)
      for bits in UInt16.min...UInt16.max {
        let expected = Float(Float16(bitPattern: bits))
        let value = Float(halfBits: bits)
        #expect(value == expected || value.isNaN && expected.isNaN)
      }
    #endif
  }
}
