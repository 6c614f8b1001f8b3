internal import Tensors

/// The independent random numbers that one seed gives: changing how one part uses its own does not change another's.
///
/// The parameters of a network take the streams from 0 upwards.
enum RandomStream: UInt64 {
  case shuffling = 0x1_0000_0000
  case dropout, split, data

  func generator(seed: UInt64) -> RandomGenerator { RandomGenerator(seed: seed).stream(rawValue) }
}
