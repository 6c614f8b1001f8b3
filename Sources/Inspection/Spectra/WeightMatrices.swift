public import Tensors

/// How the weights of a convolution are read as matrices.
public enum KernelReading: String, Sendable, CaseIterable {
  /// One matrix [filters, channels * height * width]: the one that im2col multiplies by.
  case flattened
  /// A matrix [filters, channels] for each place of the kernel, their spectra taken together, as WeightWatcher does.
  case slices
}

/// The matrices that a layer's weights are.
public enum WeightMatrices {
  /// The matrices of a tensor of two or more axes; nil of vectors, scalars and tensors without elements.
  ///
  /// A matrix is itself. The first axis of anything else counts the filters or units; see ``KernelReading`` for the others.
  public static func of(_ tensor: Tensor<Double>, kernels: KernelReading = .flattened) -> [Tensor<Double>]? {
    let dimensions = tensor.shape.dimensions
    guard dimensions.count >= 2, !dimensions.contains(0) else { return nil }
    let rest = dimensions.dropFirst().reduce(1, *)
    guard dimensions.count > 2, kernels == .slices else { return [tensor.reshaped([dimensions[0], rest])] }
    let places = dimensions.dropFirst(2).reduce(1, *)
    let (filters, channels) = (dimensions[0], dimensions[1])
    return tensor.withUnsafeBufferPointer { scalars in
      (0..<places).map { place in
        Tensor(uninitialized: [filters, channels]) { target in
          for pair in 0..<filters * channels { target.initializeElement(at: pair, to: scalars[pair * places + place]) }
        }
      }
    }
  }

  /// The extents of such a matrix by the tensor's shape alone; nil where it has none.
  public static func extents(_ shape: [Int], kernels: KernelReading = .flattened) -> (rows: Int, columns: Int)? {
    guard shape.count >= 2, !shape.contains(0) else { return nil }
    return (shape[0], kernels == .slices ? shape[1] : shape.dropFirst().reduce(1, *))
  }
}
