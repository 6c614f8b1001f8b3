import CZlib
import Testing

@testable import Plots

/// Small pictures for pages, undone by zlib as a browser undoes them.
@Suite struct ThumbnailTests {
  private func pixels(_ sheet: ThumbnailSheet, count: Int) -> [[Int]] {
    let form = sheet.form
    let shown = (count + form.every - 1) / form.every
    var bytes = [UInt8](repeating: 0, count: shown * form.byteCount + 1)
    var size = UInt(bytes.count)
    #expect(uncompress(&bytes, &size, sheet.compressed, UInt(sheet.compressed.count)) == Z_OK)
    #expect(Int(size) == shown * form.byteCount)
    return (0..<shown).map { number in
      (0..<form.planes * form.width * form.height).map { place in
        let bit = place * form.bits
        return Int(bytes[number * form.byteCount + bit / 8]) >> (8 - form.bits - bit % 8) & (1 << form.bits - 1)
      }
    }
  }

  private static let noise: [Float] = {
    var state: UInt32 = 1
    return (0..<300_000).map { _ -> Float in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8)
    }
  }()

  @Test func fewPicturesAreAsTheyAre() throws {
    let images: [[Float]] = (0..<20).map { number in (0..<15).map { place -> Float in Float((place * (number + 3)) % 16) } }
    let sheet = try #require(ThumbnailSheet(count: 20, height: 3, width: 5) { images[$0][...] })
    #expect(sheet.form == .init(width: 5, height: 3, planes: 1, bits: 8) && sheet.note == nil)
    for (image, own) in zip(images, pixels(sheet, count: 20)) {
      let (low, high) = (image.min()!, image.max()!)
      let expected: [Int] = image.map { value -> Int in
        let share = high > low ? Double(value - low) / Double(high - low) : 0
        return Int((share * 255).rounded())
      }
      #expect(own == expected)
    }
  }

  @Test func manyAreShrunkUntilTheyFit() throws {
    let noise = Self.noise
    let sheet = try #require(ThumbnailSheet(count: 4000, height: 24, width: 16) { noise[$0 * 70..<$0 * 70 + 384] })
    #expect(sheet.form.every == 1 && pixels(sheet, count: 4000).count == 4000)
    #expect(sheet.compressed.count <= 4000 * ThumbnailSheet.bytesEach)
    let note = try #require(sheet.note)
    #expect(note.hasPrefix("pictures: "))
    // Half as large, and each pixel the mean of four.
    let stripes: [Float] = (0..<128 * 128).map { index -> Float in Float(index / 256) }
    let halves = try #require(ThumbnailSheet(count: 30, height: 128, width: 128) { _ in stripes[...] })
    #expect(halves.form == .init(width: 64, height: 64, planes: 1, bits: 8) && halves.note == "pictures: 64 x 64 of 128 x 128 pixels")
    let expected: [Int] = (0..<64 * 64).map { index -> Int in
      let share = Double(index / 64) / 63
      return Int((share * 255).rounded())
    }
    #expect(pixels(halves, count: 30)[7] == expected)
  }

  /// Noise is as small as it gets: not all points have a picture, which is said.
  @Test func ofTooMuchSomeHaveOne() throws {
    let noise = Self.noise
    let sheet = try #require(ThumbnailSheet(count: 3000, height: 9, width: 9, isColored: true) { noise[$0 * 91..<$0 * 91 + 243] })
    #expect(sheet.compressed.count <= 3000 * ThumbnailSheet.bytesEach)
    #expect(sheet.form.every > 1 && sheet.note?.hasSuffix("one for \(sheet.form.every) points") == true)
    #expect(pixels(sheet, count: 3000).count == (3000 + sheet.form.every - 1) / sheet.form.every)
  }

  @Test func whatIsNoNumberIsDark() throws {
    for values in [[Float.nan, 1, 2, .infinity], [-3e38, 3e38, 0, -.infinity], [.nan, .nan, .nan, .nan]] as [[Float]] {
      let sheet = try #require(ThumbnailSheet(count: 1, height: 2, width: 2) { _ in values[...] })
      #expect(pixels(sheet, count: 1)[0].count == 4)
    }
    #expect(ThumbnailSheet(count: 0, height: 2, width: 2) { _ in [] } == nil)
  }
}
