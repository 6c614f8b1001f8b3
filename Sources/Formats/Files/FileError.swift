/// What went wrong with a file: which one, what, where, and what might help.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The class of the error, which decides a command's exit status.
  public enum Kind: Sendable, Hashable {
    /// The file's contents are not what its format allows.
    case badData
    /// The file cannot be opened or read at all.
    case cannotRead
    /// The output cannot be created.
    case cannotCreate
    /// A read or a write failed on the way: the disk is full, the device is gone.
    case inputOutput
    /// The format is known but Fathom does not read it.
    case unsupported
    /// Whoever read our output has gone away (`| head`): a reason to end quietly.
    case closedPipe
  }

  public var kind: Kind
  public var path: String
  /// What is wrong, with what was expected and what was found.
  public var reason: String
  /// Where: `byte 1834`, `line 3, column 2`, `tensor "conv1.weight"`.
  public var place: String?
  public var hint: String?

  public init(_ kind: Kind, path: String, _ reason: String, at place: String? = nil, hint: String? = nil) {
    self.kind = kind
    self.path = path
    self.reason = reason
    self.place = place
    self.hint = hint
  }

  /// `FILE: what is wrong: where`, without the hint.
  public var description: String {
    ([path, reason] + (place.map { [$0] } ?? [])).joined(separator: ": ")
  }
}
