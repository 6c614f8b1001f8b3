internal import CKernels

/// The frame around a record of a TFRecord file: length, the length's checksum, the bytes, their checksum; all little-endian.
enum RecordFrame {
  /// Bytes before the record: 8 of length, 4 of checksum.
  static let headerSize = 12
  /// Bytes after it.
  static let footerSize = 4

  /// CRC-32C rotated and offset, so that the checksum of data that hold checksums is no trivial one.
  static func maskedChecksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let crc = fathom_crc32c(bytes.baseAddress, bytes.count)
    return (crc >> 15 | crc << 17) &+ 0xA282_EAD8
  }

  /// Appends `record` in its frame to `output`.
  static func append(_ record: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    func appendWord(_ word: some FixedWidthInteger) {
      withUnsafeBytes(of: word.littleEndian) { output.append(contentsOf: $0) }
    }
    let length = UInt64(record.count).littleEndian
    appendWord(UInt64(record.count))
    appendWord(withUnsafeBytes(of: length) { maskedChecksum($0) })
    output.append(contentsOf: record)
    appendWord(maskedChecksum(record))
  }
}
