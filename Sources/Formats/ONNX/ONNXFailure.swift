/// What is wrong with a model, and where in it.
struct ONNXFailure: Error {
  var offset: Int
  var reason: String
  var kind = FileError.Kind.badData

  /// The next field of a message; nil at its end.
  static func field(
    _ reader: inout WireReader, _ message: UnsafeRawBufferPointer, _ base: UnsafeRawPointer
  ) throws(ONNXFailure) -> WireReader.Field? {
    do { return try reader.next() } catch {
      throw ONNXFailure(offset: (message.baseAddress.map { $0 - base } ?? 0) + error.offset, reason: error.reason)
    }
  }
}
