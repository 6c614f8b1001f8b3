import Testing

@testable import Tensors

/// What the passes of an executor give in memory that is one element off the alignment, with guards behind: what is not theirs stays.
struct ExecutorRun<S: FloatingScalar> {
  let output: [S], inputGradient: [S], filterGradient: [S], biasGradient: [S]

  /// Gradients are added `times` times to a first result; 0: written once.
  init(
    _ c: Convolution2D, _ isa: InstructionSet, _ method: ConvolutionMethod?, x: Tensor<S>, w: Tensor<S>, b: Tensor<S>?, dy: Tensor<S>,
    times: Int = 0
  ) {
    let executor = ConvolutionExecutor<S>(c, instructionSet: isa, method: method)
    func guarded(_ count: Int, _ value: S) -> [S] { [S](repeating: value, count: count + 2) }
    var workspace = guarded(executor.workspaceCount, .nan)
    var (y, dx) = (guarded(c.outputShape.elementCount, 99), guarded(c.inputShape.elementCount, 99))
    var (dw, db) = (guarded(c.weightShape.elementCount, 99), guarded(c.outputChannels, 99))
    let (xs, ws, bs, dys) = (x.scalars, w.scalars, b?.scalars, dy.scalars)
    workspace.withUnsafeMutableBufferPointer { memory in
      let workspace = memory.baseAddress! + 1
      func off(_ array: inout [S], _ body: (UnsafeMutablePointer<S>) -> Void) {
        array.withUnsafeMutableBufferPointer { body($0.baseAddress! + 1) }
      }
      off(&y) { y in
        if let bs {
          executor.forward(input: xs, filters: ws, bias: bs, into: y, workspace: workspace)
        } else {
          executor.forward(input: xs, filters: ws, into: y, workspace: workspace)
        }
      }
      for time in 0...times {
        off(&dx) { dx in
          executor.inputGradient(outputGradient: dys, filters: ws, into: dx, accumulate: time > 0, workspace: workspace)
        }
        off(&dw) { dw in
          off(&db) { db in
            executor.filterGradient(
              input: xs, outputGradient: dys, into: dw, bias: db, accumulate: time > 0, workspace: workspace)
          }
        }
      }
    }
    #expect(workspace.first!.isNaN && workspace.last!.isNaN)
    for array in [y, dx, dw, db] { #expect(array.first == 99 && array.last == 99, "\(c) by \(String(describing: method)), \(isa)") }
    func inside(_ array: [S]) -> [S] { Array(array.dropFirst().dropLast()) }
    (output, inputGradient, filterGradient, biasGradient) = (inside(y), inside(dx), inside(dw), inside(db))
  }
}
