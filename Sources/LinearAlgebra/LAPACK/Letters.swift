/// An option letter as LAPACK takes it.
func letter(_ letter: Unicode.Scalar) -> CChar { CChar(letter.value) }

extension SingularVectors {
  var job: CChar {
    switch self {
    case .none: letter("N")
    case .thin: letter("S")
    case .full: letter("A")
    }
  }
}
