import Fathom

/// What a report is made of, and where it goes.
struct ReportPlan {
  var run: String
  var output: String
  /// Of the probe samples, the one whose feature maps are shown.
  var sample = 0
  /// The most steps of histograms and of the map.
  var steps = 40
  /// That the page begins with; nil: as the reader's system is.
  var theme: Theme?
  /// Nil: the run's name.
  var title: String?
  var seed: UInt64 = 42
  var memoryLimit: ByteSize?

  init(_ run: String, output: String) { (self.run, self.output) = (run, output) }
}
