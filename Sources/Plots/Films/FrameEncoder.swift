/// What frames are appended to, one after the other.
protocol FrameEncoder: AnyObject {
  var byteCount: Int { get }
  /// A frame made ready to be appended; called on several threads at once.
  func prepared(_ picture: Picture) throws(DrawingError) -> [UInt8]
  func append(_ frame: [UInt8], label: String) throws
  func finish() throws -> [UInt8]
}
