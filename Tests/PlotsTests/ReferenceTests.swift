import Foundation
import Testing

@testable import Plots

/// Each chart beside a picture that was looked at once: `References/NAME.png`, drawn with Cairo's own letters so that the machine's fonts do
/// not matter. FATHOM_UPDATE_REFERENCES=1 draws them anew; look at them before they are committed.
@Suite struct ReferenceTests {
  @Test(arguments: SampleCharts.all.map(\.name))
  func chartLooksAsItDid(name: String) throws {
    let sample = try #require(SampleCharts.all.first { $0.name == name })
    let picture = Picture(sample.chart, sample.style)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("References/\(name).png")
    if ProcessInfo.processInfo.environment["FATHOM_UPDATE_REFERENCES"] != nil { try Data(picture.bytes(.png)).write(to: file) }
    let reference = try PixelImage(png: [UInt8](Data(contentsOf: file)))
    let drawn = try picture.pixels()
    try #require(drawn.width == reference.width && drawn.height == reference.height)
    let difference = Difference(drawn, reference)
    // Other versions of Cairo place an edge a fraction of a pixel elsewhere.
    #expect(difference.mean < 1.5, "\(name) differs by \(difference.mean) of 255 on average")
    #expect(difference.shareOfLarge < 0.01, "\(difference.shareOfLarge) of the pixels of \(name) differ much")
  }

  @Test func aChangedPictureIsNoticed() throws {
    let sample = SampleCharts.all[0]
    let reference = try Picture(sample.chart, sample.style).pixels()
    var scatter = try #require(sample.chart as? ScatterChart)
    scatter.radius = 4
    #expect(Difference(try Picture(scatter, sample.style).pixels(), reference).shareOfLarge > 0.01)
  }

  @Test(arguments: SampleCharts.all.map(\.name), [PictureFormat.png, .svg, .pdf])
  func sameDescriptionSameBytes(name: String, format: PictureFormat) throws {
    let sample = try #require(SampleCharts.all.first { $0.name == name })
    let picture = Picture(sample.chart, sample.style)
    let bytes = try picture.bytes(format)
    #expect(bytes == (try picture.bytes(format)))
    let starts: [PictureFormat: [UInt8]] = [.png: [0x89, 0x50, 0x4E, 0x47], .svg: Array("<?xml".utf8), .pdf: Array("%PDF".utf8)]
    #expect(bytes.starts(with: starts[format]!))
    #expect(bytes.firstRange(of: Array("Date".utf8)) == nil)
  }
}

/// How far two pictures of one size are apart.
struct Difference {
  /// Of all channels of all pixels, of 255.
  var mean: Double
  /// The share of the pixels that differ by more than 48 in a channel.
  var shareOfLarge: Double

  init(_ a: PixelImage, _ b: PixelImage) {
    precondition(a.pixels.count == b.pixels.count)
    var (sum, large) = (0, 0)
    for (p, q) in zip(a.pixels, b.pixels) {
      var largest = 0
      for shift in [UInt32(0), 8, 16] {
        let distance = abs(Int(p >> shift & 0xFF) - Int(q >> shift & 0xFF))
        sum += distance
        largest = max(largest, distance)
      }
      if largest > 48 { large += 1 }
    }
    mean = Double(sum) / Double(3 * a.pixels.count)
    shareOfLarge = Double(large) / Double(a.pixels.count)
  }
}
