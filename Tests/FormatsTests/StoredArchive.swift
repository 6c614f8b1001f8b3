/// Zip archives of stored members, made by hand, so that tests can put anything into them.
enum StoredArchive {
  static func bytes(_ members: [(name: String, contents: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, contents) in members {
      let common =
        number(20, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0x21, 2) + number(Int(crc32(contents)), 4)
        + number(contents.count, 4) + number(contents.count, 4) + number(name.utf8.count, 2) + number(0, 2)
      directory += number(0x0201_4B50, 4) + number(20, 2) + common + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4)
      directory += number(archive.count, 4) + Array(name.utf8)
      archive += number(0x0403_4B50, 4) + common + Array(name.utf8) + contents
    }
    let end =
      number(0x0605_4B50, 4) + number(0, 4) + number(members.count, 2) + number(members.count, 2) + number(directory.count, 4)
      + number(archive.count, 4) + number(0, 2)
    return archive + directory + end
  }

  private static func number(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

  private static let table: [UInt32] = (0..<256).map { index in (0..<8).reduce(UInt32(index)) { crc, _ in crc >> 1 ^ (crc & 1) * 0xEDB8_8320 } }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { crc, byte in crc >> 8 ^ table[Int((crc ^ UInt32(byte)) & 0xFF)] }
  }
}
