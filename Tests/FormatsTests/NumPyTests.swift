import Foundation
import Tensors
import Testing

@testable import Formats

/// What NumPy writes is read, and what Fathom writes NumPy reads.
@Suite(.enabled(if: Python.path != nil, "no .venv with NumPy here"))
struct NumPyTests {
  private static let types = ["?", "i1", "u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", ">u4", "<i8", ">i8", "<u8", ">u8",
    "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]

  @Test func readsEveryTypeOrderAndVersion() throws {
    let directory = try TemporaryDirectory()
    let list = Self.types.map { "'\($0)'" }.joined(separator: ",")
    _ = try Python.run("""
      from numpy.lib import format
      arrays = {}
      for number, kind in enumerate([\(list)]):
        a = (np.arange(24).reshape(2, 3, 4) % 7).astype(kind)
        for order in 'CF':
          for version in [(1, 0), (2, 0), (3, 0)]:
            with open(f'{number}{order}{version[0]}.npy', 'wb') as file:
              format.write_array(file, np.asarray(a, order=order), version=version)
          arrays[f'{number}{order}'] = np.asarray(a, order=order)
      np.savez('stored.npz', **arrays)
      np.savez_compressed('deflated.npz', **arrays)
      """, in: directory)
    for number in Self.types.indices {
      let kind = Self.types[number]
      let expected = (0..<24).map { kind == "?" ? ($0 % 7 == 0 ? 0 : 1) : Double($0 % 7) }
      for order in ["C", "F"] {
        for version in 1...3 {
          let array = try NPYFile.read(InputFile(directory.file("\(number)\(order)\(version).npy")))
          #expect(array.shape == [2, 3, 4])
          #expect(array.doubles().scalars == expected, "\(kind) \(order) \(version)")
        }
        for archive in ["stored", "deflated"] {
          let array = try NPZFile(InputFile(directory.file("\(archive).npz"))).read("\(number)\(order)")
          #expect(array.doubles().scalars == expected, "\(kind) \(order) \(archive)")
        }
      }
    }
  }

  @Test func numPyReadsWhatIsWritten() throws {
    let directory = try TemporaryDirectory()
    let arrays = [
      NamedArray("bool", .bool(Tensor([true, false]))), NamedArray("uint8", .uint8(Tensor([1, 255]))),
      NamedArray("int32", .int32(Tensor([-1, 7], shape: [2, 1]))), NamedArray("int64", .int(Tensor([-5, 1 << 40]))),
      NamedArray("float32", .float(Tensor([0.1, -.infinity], shape: [1, 2]))), NamedArray("float64", .double(Tensor([0.1], shape: []))),
      NamedArray("empty", .double(Tensor([], shape: [0, 3]))),
    ]
    for array in arrays {
      let output = try OutputFile(directory.file(array.name + ".npy"))
      try NPYFile.write(array.values, to: output)
      try output.commit()
    }
    for isCompressed in [false, true] {
      let output = try OutputFile(directory.file("\(isCompressed).npz"))
      try NPZWriter.write(arrays, to: output, isCompressed: isCompressed)
      try output.commit()
    }
    let printed = try Python.run("""
      import zipfile
      for name in ['bool', 'uint8', 'int32', 'int64', 'float32', 'float64', 'empty']:
        a = np.load(name + '.npy')
        np.load(name + '.npy', mmap_mode='r') if a.size else None
        assert open(name + '.npy', 'rb').read(10)[8:] == b'\\x76\\x00'
        for archive in ['false.npz', 'true.npz']:
          assert zipfile.ZipFile(archive).testzip() is None
          b = np.load(archive)[name]
          assert a.dtype == b.dtype and a.shape == b.shape and (a == b).all()
        print(name, a.dtype, a.shape, a.tolist())
      """, in: directory)
    #expect(printed == """
      bool bool (2,) [True, False]
      uint8 uint8 (2,) [1, 255]
      int32 int32 (2, 1) [[-1], [7]]
      int64 int64 (2,) [-5, 1099511627776]
      float32 float32 (1, 2) [[0.10000000149011612, -inf]]
      float64 float64 () 0.1
      empty float64 (0, 3) []
      """)
  }

  @Test func numPyReadsTheTable() throws {
    let directory = try TemporaryDirectory()
    var random = RandomGenerator(seed: 5)
    let values = (0..<3000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }.map { $0.isFinite ? $0 : 0 }
    let table = try OutputFile(directory.file("t.csv"))
    try CSVWriter().write(.float(Tensor(values, shape: [1000, 3])), names: ["a", "b", "c"], to: table)
    try table.commit()
    let array = try OutputFile(directory.file("t.npy"))
    try NPYFile.write(.float(Tensor(values, shape: [1000, 3])), to: array)
    try array.commit()
    let script = "print((np.genfromtxt('t.csv', delimiter=',', skip_header=1).astype('f4') == np.load('t.npy')).all())"
    #expect(try Python.run(script, in: directory) == "True")
  }
}
