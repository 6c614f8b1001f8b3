import Formats

/// Why the command cannot go on: one line for the user, perhaps a hint, and the exit status.
struct Failure: Error {
  var status: ExitStatus
  var message: String
  var hint: String?

  init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.status = status
    self.message = message
    self.hint = hint
  }

  init(_ error: FileError) {
    self.init(ExitStatus(error.kind), error.description, hint: error.hint)
  }

  /// Something that a later version does.
  static func notBuiltIn(_ what: String, hint: String? = nil) -> Failure {
    Failure(.unavailable, "\(what) is not built in yet", hint: hint)
  }
}

/// Thrown when all is written and the findings include one that `--fail-on` names.
struct FoundWhatWasAsked: Error {}

extension ExitStatus {
  init(_ kind: FileError.Kind) {
    switch kind {
    case .badData: self = .badData
    case .cannotRead: self = .cannotRead
    case .cannotCreate: self = .cannotCreate
    case .inputOutput: self = .inputOutput
    case .unsupported: self = .unavailable
    case .closedPipe: self = .done
    }
  }
}
