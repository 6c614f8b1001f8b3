/// The toolkit's version, as the command and the files that it writes tell it.
public let fathomVersion = "0.1.0"
