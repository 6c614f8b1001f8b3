import ArgumentParser
import Formats

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The one way out of the command when something was thrown: help, a usage error, a failure, or an interruption.
enum Ending {
  static func leave(with error: any Error, of command: any ParsableCommand.Type) -> Never {
    switch error {
    case let failure as Failure: leave(failure)
    case let error as FileError: leave(Failure(error))
    case is FoundWhatWasAsked: exit(ExitStatus.found.rawValue)
    case is Interrupted: Signals.dieAsAsked()
    default: break
    }
    // ArgumentParser's own: requests for help or the version, and usage errors.
    guard command.exitCode(for: error) == .success else {
      let message = command.message(for: error)
      leave(
        isUsageError(error, of: command)
          ? Failure(.usage, message, hint: "analyze --help lists the commands, analyze COMMAND --help their options")
          : Failure(.internalError, message))
    }
    do {
      try StandardOutput.write(command.fullMessage(for: error) + "\n")
      exit(0)
    } catch {
      leave(with: error, of: command)
    }
  }

  private static func isUsageError(_ error: any Error, of command: any ParsableCommand.Type) -> Bool {
    command.exitCode(for: error) == .validationFailure
  }

  private static func leave(_ failure: Failure) -> Never {
    OutputFile.removeAllTemporaries()
    // A reader who has seen enough is no failure.
    if failure.status == .done { exit(0) }
    StandardError.write("analyze: \(failure.message.singleLine)\n")
    if let hint = failure.hint { StandardError.write("hint: \(hint.singleLine)\n") }
    exit(failure.status.rawValue)
  }
}

extension String {
  /// Names from files may hold anything: what is no printable text is shown escaped, so that a message stays one line.
  var singleLine: String {
    unicodeScalars.map { scalar in
      scalar.value < 32 || scalar.value == 127 ? scalar.escaped(asASCII: false) : String(scalar)
    }.joined()
  }
}
