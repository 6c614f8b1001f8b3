/// The formats that Fathom reads, recognised by what a file holds, never by its name.
public enum FormatKind: String, Sendable, CaseIterable {
  case csv, npy, npz, idx, safetensors
  /// The list of the files that a model was cut into.
  case shards = "index of shards"
  case pyTorch = "PyTorch"
  case pickle
  case onnx = "ONNX"
  case gguf = "GGUF"
  case matlab = "MATLAB"
  case hdf5 = "HDF5"
  case keras = "Keras"
  /// One PNG or JPEG.
  case picture
}
