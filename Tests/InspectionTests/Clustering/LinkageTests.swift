import Inspection
import Tensors
import TestSupport
import Testing

@Suite struct LinkageTests {
  @Test(arguments: ["small", "units", "wide"], Linkage.Method.allCases)
  func mergesAreSciPys(name: String, method: Linkage.Method) throws {
    let fixture = try Fixture("linkage")
    let points = Tensor<Float>(fixture[name].data.map(Float.init), shape: Shape(fixture[name].shape))
    let expected = fixture["\(name)-\(method.rawValue)"].data
    let merges = Linkage(of: points, method).merges
    #expect(merges.count * 4 == expected.count)
    for (index, merge) in merges.enumerated() {
      let row = expected[(4 * index)..<(4 * index + 4)].map { $0 }
      #expect([merge.first, merge.second, merge.count] == [Int(row[0]), Int(row[1]), Int(row[3])])
      #expect(abs(merge.distance - row[2]) < 1e-6 * (1 + row[2]))
    }
  }

  @Test func equalPointsAreJoinedAtNoDistance() {
    let merges = Linkage(of: Tensor<Float>([1, 1, 1, 1, 5, 5], shape: [3, 2])).merges
    #expect(merges.map(\.count) == [2, 3] && merges[0].distance == 0 && merges[0].first == 0 && merges[0].second == 1)
    #expect(Linkage(of: Tensor<Float>.zeros([50, 3])).merges.count == 49)
    #expect(Linkage(of: Tensor<Float>.zeros([1, 3])).merges.isEmpty)
  }
}
