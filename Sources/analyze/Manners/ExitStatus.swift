/// How the command ends, by the numbers of `sysexits.h`.
enum ExitStatus: Int32 {
  case done = 0
  /// The analysis found what `--fail-on` asked about.
  case found = 1
  case usage = 64
  case badData = 65
  case cannotRead = 66
  case unavailable = 69
  case internalError = 70
  case cannotCreate = 73
  case inputOutput = 74
}
