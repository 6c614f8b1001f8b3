internal import CKernels
internal import Tensors

extension InstructionSet {
  /// As the kernels name it.
  var kernels: fathom_isa { fathom_isa(UInt32(rawValue)) }
}
