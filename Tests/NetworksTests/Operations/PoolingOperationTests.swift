import Networks
import Tensors
import Testing

@Suite(.serialized) struct PoolingOperationTests {
  private static func maximum(_ name: String, _ window: PoolingWindow, _ shape: Shape) -> OperationCase {
    OperationCase(name: "max/\(name)", operation: MaxPoolOperation(window), shapes: [shape])
  }

  private static func average(_ name: String, _ window: PoolingWindow, counted: Bool = true, _ shape: Shape) -> OperationCase {
    OperationCase(name: "average/\(name)", operation: AveragePoolOperation(window, countsPadding: counted), shapes: [shape])
  }

  private static func extent(_ height: Int, _ width: Int) -> Extent2D { Extent2D(height: height, width: width) }

  static let cases: [OperationCase] = [
    maximum("pairs", PoolingWindow(2), [2, 3, 6, 38]),
    maximum("pairs odd", PoolingWindow(2), [2, 2, 5, 7]),
    maximum("pairs ceil", PoolingWindow(2, ceilMode: true), [1, 2, 5, 7]),
    maximum("overlapping", PoolingWindow(3, stride: 2, padding: 1), [2, 2, 7, 9]),
    maximum("close", PoolingWindow(3, stride: 1, padding: 1), [1, 2, 5, 21]),
    maximum("uneven", PoolingWindow(extent(2, 3), stride: extent(3, 1), padding: extent(1, 0)), [1, 2, 8, 6]),
    maximum("dilated", PoolingWindow(extent(2, 3), stride: extent(1, 2), padding: 1, dilation: extent(3, 2)), [1, 2, 9, 11]),
    maximum("dilated ceil", PoolingWindow(3, stride: 3, padding: 1, dilation: 2, ceilMode: true), [1, 2, 10, 12]),
    maximum("ceil", PoolingWindow(3, stride: extent(2, 4), padding: 1, ceilMode: true), [2, 1, 8, 10]),
    maximum("ceil drops", PoolingWindow(2, stride: 4, padding: 1, ceilMode: true), [1, 1, 6, 9]),
    average("pairs", PoolingWindow(2), [2, 3, 6, 8]),
    average("padded", PoolingWindow(3, stride: 2, padding: 1), [2, 2, 7, 9]),
    average("uncounted", PoolingWindow(3, stride: 2, padding: 1), counted: false, [2, 2, 7, 9]),
    average("uneven", PoolingWindow(extent(2, 3), stride: extent(3, 1), padding: extent(1, 0)), [1, 2, 8, 6]),
    average("ceil", PoolingWindow(3, stride: extent(2, 4), padding: 1, ceilMode: true), [2, 1, 8, 10]),
    average("ceil uncounted", PoolingWindow(3, stride: 2, padding: 1, ceilMode: true), counted: false, [1, 1, 6, 8]),
    OperationCase(name: "global/average", operation: GlobalPoolOperation(.average), shapes: [[3, 2, 4, 5]]),
    OperationCase(name: "global/maximum", operation: GlobalPoolOperation(.maximum), shapes: [[3, 2, 4, 5]]),
  ]

  @Test(arguments: cases) func valuesAndGradientsAreTorchs(_ example: OperationCase) throws { try example.checkAgainstTorch() }
  @Test(arguments: cases) func gradientsAgreeWithDifferences(_ example: OperationCase) throws { try example.checkDifferences() }
  @Test(arguments: cases) func threadsDoNotMatter(_ example: OperationCase) throws { try example.checkThreads() }

  /// Both ways in which pairs are pooled, the general one with a dilation that leaves nothing out.
  static let windows = [PoolingWindow(2), PoolingWindow(2, stride: 2, padding: 0, dilation: 1, ceilMode: true)]

  @Test(arguments: windows) func ofEqualElementsTheFirstWins(_ window: PoolingWindow) throws {
    let image = Tensor<Double>([1, 1, 0, 3, 1, 1, 3, 3, 0, 2, 5, 4, 2, 1, 4, 5, 0, 0, 0, 0], shape: [1, 1, 5, 4])
    let probe = try OperationProbe(MaxPoolOperation(window), [image])
    let value = probe.forward()
    #expect(Array(value.scalars.prefix(4)) == [1, 3, 2, 5])
    let weights = Tensor<Double>((0..<value.count).map { $0 < 4 ? Double(10 + $0) : 0 }, shape: value.shape)
    let gradient = try #require(probe.gradients(weights: weights)[0])
    #expect(gradient.scalars == [10, 0, 0, 11, 0, 0, 0, 0, 0, 12, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test(arguments: windows) func aNaNIsTheLargest(_ window: PoolingWindow) throws {
    for place in [0, 1, 4, 5] {
      var scalars: [Double] = [1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0]
      scalars[place] = .nan
      let value = try OperationProbe(MaxPoolOperation(window), [Tensor(scalars, shape: [1, 1, 3, 4])]).forward()
      #expect(value.scalars[0].isNaN && value.scalars[1] == 8)
    }
  }

  @Test func inFloatToo() throws {
    let layers = Sequential(MaxPool2d(2), MaxPool2d(3, stride: 1, padding: 1), AvgPool2d(2), GlobalPool(.average), GlobalPool(.maximum))
    let image = Tensor<Float>((0..<64).map { Float(($0 * 37) % 64) }, shape: [1, 1, 8, 8])
    let network = try Network<Float>(layers, inputShape: [1, 8, 8])
    let exact = try Network<Double>(layers, inputShape: [1, 8, 8])
    #expect(try network.forward(image).scalars.map(Double.init) == exact.forward(Tensor<Double>(image)).scalars)
  }

  @Test(arguments: [
    Misfit(MaxPool2d(3), [2, 2, 2], "3x3", "[1, 2, 2, 2]"),
    Misfit(AvgPool2d(2, padding: 2), [2, 9, 9], "padding 2x2", "2x2"),
    Misfit(MaxPool2d(2, stride: 0), [2, 9, 9], "0x0"),
    Misfit(AvgPool2d(2), [9, 9], "[1, 9, 9]"),
    Misfit(GlobalPool(.average), [9], "[1, 9]"),
  ])
  func shapesThatDoNotFitAreNamed(_ misfit: Misfit) { misfit.check() }
}
