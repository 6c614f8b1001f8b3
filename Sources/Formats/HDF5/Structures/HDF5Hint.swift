/// How a file beyond the subset is brought into it.
enum HDF5Hint {
  static let repack = "rewrite it: h5repack -f NONE -l CONTI in.h5 out.h5"
}
