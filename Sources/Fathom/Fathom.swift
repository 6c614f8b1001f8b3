/// The whole toolkit in one import.
@_exported public import Datasets
@_exported public import Embeddings
@_exported public import Formats
@_exported public import Inspection
@_exported public import LinearAlgebra
@_exported public import Neighbors
@_exported public import Networks
@_exported public import Plots
@_exported public import Statistics
@_exported public import TensorBoard
@_exported public import Tensors
@_exported public import Training
