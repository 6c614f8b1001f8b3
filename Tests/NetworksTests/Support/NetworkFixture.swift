import TestSupport

/// The fixture of this name in Tests/NetworksTests/Fixtures.
func networkFixture(_ name: String) throws -> Fixture {
  let folder = #filePath.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" }
  return try Fixture(name, beside: folder + "/Tests.swift")
}
