import Inspection
import Testing

@Suite struct HealthSignTests {
  @Test func everySignHasTheNameThatTheCommandTakes() {
    #expect(HealthSign.allCases.map(\.rawValue).sorted() == ["dead", "exploding", "nonfinite", "saturated", "symmetric", "vanishing"])
  }
}
