import Networks
import Tensors
extension OptimizerState {
  var stateDictionary: [String: Tensor<Scalar>] { [:] }
  func load(_ d: [String: Tensor<Scalar>], step: Int) throws(NetworkError) {}
}
