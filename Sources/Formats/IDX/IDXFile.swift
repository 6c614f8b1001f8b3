public import Tensors

/// The array files of the MNIST database: big-endian, row-major, also inside gzip.
///
/// Two zero bytes, the scalar's code, the number of axes; the axes, four bytes each; the elements.
public enum IDXFile {
  /// The array.
  /// - Throws: `badData` naming the byte where the file is damaged.
  public static func read(_ file: InputFile) throws(FileError) -> NumericArray {
    try file.readUncompressed { stream throws(FileError) in
      let array = try layout(from: &stream).read(from: &stream)
      try expectEnd(of: &stream)
      return array
    }
  }

  /// The bytes of several files one after the other, which must agree in all axes but the first: the two halves of MNIST.
  /// Shape [sum of the first axes, ...]. They are read into place, so that nothing is in memory twice.
  /// - Throws: `badData` where a file is damaged, holds anything but bytes, or does not fit the first.
  public static func readBytes(joining files: [InputFile]) throws(FileError) -> Tensor<UInt8> {
    var layouts: [ArrayLayout] = []
    for file in files {
      let layout = try file.readUncompressed(toEnd: false) { stream throws(FileError) in try Self.layout(from: &stream) }
      let expected = layouts.first.map { Shape($0.dimensions) }
      guard layout.elementType == .uint8, layout.dimensions.count >= 1,
        expected.map({ $0.dropFirst().elementsEqual(layout.dimensions.dropFirst()) }) ?? true
      else {
        throw FileError(
          .badData, path: file.path, "an array of \(layout.elementType) of shape \(Shape(layout.dimensions)), "
            + (expected.map { "which does not fit bytes of shape \($0)" } ?? "where bytes were expected"), at: "byte 0")
      }
      layouts.append(layout)
    }
    let count = layouts.reduce(0) { $0 + $1.dimensions[0] }
    var failure: FileError?
    let tensor = Tensor<UInt8>(uninitialized: Shape([count] + (layouts.first?.dimensions.dropFirst() ?? []))) { buffer in
      var rest = UnsafeMutableRawBufferPointer(buffer)
      do throws(FileError) {
        for (file, layout) in zip(files, layouts) {
          let size = layout.dimensions.reduce(1, *)
          let part = UnsafeMutableRawBufferPointer(rebasing: rest[..<size])
          rest = UnsafeMutableRawBufferPointer(rebasing: rest[size...])
          try file.readUncompressed { stream throws(FileError) in
            _ = try Self.layout(from: &stream)
            try stream.fill(part, "shape \(Shape(layout.dimensions))")
            try expectEnd(of: &stream)
          }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return tensor
  }

  /// Reads the header; the stream then stands at the first element, and the elements were found to fit into what can follow.
  private static func layout(from stream: inout some ByteStream) throws(FileError) -> ArrayLayout {
    let start = try stream.bytes(4, "the header of an IDX file")
    guard start[0] == 0, start[1] == 0 else {
      throw FileError(.badData, path: stream.path, "no IDX file: it does not begin with two zero bytes", at: "byte 0")
    }
    let types: [UInt8: ElementType] = [8: .uint8, 9: .int8, 0x0B: .int16, 0x0C: .int32, 0x0D: .float32, 0x0E: .float64]
    guard let type = types[start[2]] else {
      throw FileError(
        .unsupported, path: stream.path, "unknown scalar code \(start[2]); 8, 9 and 11 to 14 are known", at: "byte 2")
    }
    let axes = try stream.bytes(4 * Int(start[3]), "the extents of \(start[3]) axes")
    let dimensions = stride(from: 0, to: axes.count, by: 4).map { offset in
      axes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let layout = ArrayLayout(elementType: type, isBigEndian: true, dimensions: dimensions)
    try layout.checkSize(in: stream)
    return layout
  }

  private static func expectEnd(of stream: inout some ByteStream) throws(FileError) {
    let position = stream.position
    if try stream.bytes(upTo: 1).count > 0 {
      throw FileError(.badData, path: stream.path, "bytes after the last element", at: "byte \(position)")
    }
  }
}
