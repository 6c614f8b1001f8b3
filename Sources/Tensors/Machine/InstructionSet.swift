internal import CKernels

/// The vector instructions that kernels with several variants use.
///
/// OpenBLAS chooses its own. Lowering the level is for tests and for measuring what a lesser machine would do.
public enum InstructionSet: Int, Sendable, Comparable, CaseIterable {
  /// Portable C, whatever the compiler makes of it.
  case plain = 0
  /// AVX2 and FMA (x86-64-v3).
  case avx2 = 1
  /// AVX-512 F, BW, CD, DQ, VL (x86-64-v4).
  case avx512 = 2

  /// The best level that this machine runs, unless the environment variable `FATHOM_ISA` names a lower one (`plain` or `none`,
  /// `avx2`, `avx512`).
  public static let current: InstructionSet = {
    let machine = InstructionSet(rawValue: Int(fathom_isa_of_machine().rawValue)) ?? .plain
    let asked = environment("FATHOM_ISA").flatMap { name in name == "none" ? plain : allCases.first { "\($0)" == name } }
    return min(asked ?? machine, machine)
  }()

  public static func < (a: InstructionSet, b: InstructionSet) -> Bool { a.rawValue < b.rawValue }
}
