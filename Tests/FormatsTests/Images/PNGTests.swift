import Foundation
import Tensors
import Testing

@testable import Formats

/// PNG files against Pillow, which shares libpng with Fathom in neither direction: its coder is its own.
@Suite(.enabled(if: Python.has("PIL.Image"), "no .venv with Pillow here"))
struct PNGPillowTests {
  /// Every colour type and depth that Pillow writes, and what Pillow itself reads in them.
  @Test func readsWhatPillowWrites() throws {
    let directory = try TemporaryDirectory()
    let printed = try Python.run("""
      from PIL import Image
      random = np.random.default_rng(3)
      def save(name, image, expected, **options):
        image.save(name + '.png', **options)
        np.save(name + '.npy', np.asarray(expected).astype(np.uint8))
        print(name)
      grey = random.integers(0, 256, (5, 7), dtype=np.uint8)
      rgb = random.integers(0, 256, (6, 3, 3), dtype=np.uint8)
      rgba = random.integers(0, 256, (4, 9, 4), dtype=np.uint8)
      bits = random.integers(0, 2, (3, 11), dtype=np.uint8)
      save('grey', Image.fromarray(grey), grey[..., None])
      save('rgb', Image.fromarray(rgb), rgb)
      save('rgba', Image.fromarray(rgba), rgba)
      save('bits', Image.fromarray(bits * 255).convert('1'), bits[..., None] * 255)
      la = Image.merge('LA', [Image.fromarray(rgba[..., 0]), Image.fromarray(rgba[..., 3])])
      save('la', la, la.convert('RGBA'))
      palette = Image.fromarray(rgb).quantize(7)
      save('palette', palette, palette.convert('RGB'))
      palette.info['transparency'] = 2
      save('transparent', palette, Image.open('palette.png').convert('RGBA'), transparency=2)
      deep = (grey.astype(np.uint16) << 8 | grey).astype(np.uint16)
      save('deep', Image.fromarray(deep), grey[..., None])
      save('gamma', Image.fromarray(rgb), rgb)
      """, in: directory)
    for name in printed.split(separator: "\n").map(String.init) {
      let pixels = try PNGImage.decode(InputFile(directory.file("\(name).png")))
      guard case .uint8(var expected) = try NPYFile.read(InputFile(directory.file("\(name).npy"))) else { Issue.record("no bytes"); continue }
      // The expected picture knows of no transparency: those pixels' alpha is the palette's.
      if name == "transparent" {
        #expect(pixels.shape == expected.shape)
        let (rgba, opaque) = (pixels.scalars, expected.scalars)
        #expect(rgba.contains(0))
        expected = Tensor(zip(rgba, opaque).enumerated().map { $0.offset % 4 == 3 ? $0.element.0 : $0.element.1 }, shape: expected.shape)
      }
      #expect(pixels.shape == expected.shape && pixels.scalars == expected.scalars, "\(name)")
    }
  }

  @Test(arguments: [[5, 7], [5, 7, 1], [40, 30, 3], [33, 21, 4], [1, 1, 3]] as [[Int]])
  func pillowReadsWhatIsWritten(shape: [Int]) throws {
    let directory = try TemporaryDirectory()
    var random = RandomGenerator(seed: 4)
    let pixels = Tensor<UInt8>((0..<shape.reduce(1, *)).map { _ in UInt8(random.integer(below: 256)) }, shape: Shape(shape))
    try Data(PNGImage.encode(pixels)).write(to: URL(fileURLWithPath: directory.file("picture.png")))
    let printed = try Python.run(
      "from PIL import Image\nimage = Image.open('picture.png'); image.verify()\n"
        + "a = np.asarray(Image.open('picture.png'))\nprint(a.shape, a.astype(int).ravel().tolist())", in: directory)
    let extents = shape.count == 3 && shape[2] == 1 ? [shape[0], shape[1]] : shape
    #expect(printed == "(\(extents.map(String.init).joined(separator: ", "))) \(pixels.scalars.map(Int.init))")
  }
}

struct PNGTests {
  private static func picture(_ height: Int, _ width: Int, _ channels: Int) -> Tensor<UInt8> {
    Tensor((0..<height * width * channels).map { UInt8(truncatingIfNeeded: $0 * 7) }, shape: [height, width, channels])
  }

  @Test(arguments: [1, 3, 4]) func comesBack(channels: Int) throws {
    let pixels = Self.picture(13, 17, channels)
    let decoded = try PNGImage.decode(InputFile(PNGImage.encode(pixels), named: "picture"))
    #expect(decoded.shape == pixels.shape && decoded.scalars == pixels.scalars)
  }

  /// Noise does not compress, and the size guessed must do all the same.
  @Test func noiseFits() throws {
    var random = RandomGenerator(seed: 5)
    let pixels = Tensor<UInt8>((0..<300 * 200 * 3).map { _ in UInt8(random.integer(below: 256)) }, shape: [300, 200, 3])
    #expect(try PNGImage.decode(InputFile(PNGImage.encode(pixels), named: "noise")).scalars == pixels.scalars)
  }

  @Test func hostileHeadersAreRefused() throws {
    let good = PNGImage.encode(Self.picture(8, 8, 3))
    func error(_ change: (inout [UInt8]) -> Void) -> FileError? {
      var bytes = good
      change(&bytes)
      do throws(FileError) {
        _ = try PNGImage.decode(InputFile(bytes, named: "hostile.png"))
        return nil
      } catch { return error }
    }
    #expect(error { $0[16...23] = [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF] }?.kind == .unsupported)
    // 9999 times 9999 pixels fit the limit, but not these few bytes.
    let claim = error { $0[16...23] = [0, 0, 0x27, 0x0F, 0, 0, 0x27, 0x0F] }
    #expect(claim?.kind == .badData && claim?.place == "byte 16")
    #expect(error { $0[16...19] = [0, 0, 0, 0] }?.kind == .badData)
    #expect(error { $0.removeLast($0.count / 2) }?.kind == .badData)
    #expect(error { $0.removeLast($0.count - 20) }?.reason == "the PNG file ends in its header")
    #expect(error { $0[0] = 0 }?.reason == "no PNG file: it does not begin as one")
    #expect(error { $0[$0.count - 30] ^= 1 }?.path == "hostile.png")
    #expect(error { $0 = [] }?.kind == .badData)
  }

  @Test func damageEndsInPixelsOrErrors() throws {
    let seeds = [1, 3, 4].map { PNGImage.encode(Self.picture(9, 11, $0)) }
    var random = RandomGenerator(seed: 6)
    var errors = 0
    for index in 0..<20_000 {
      var bytes = seeds[index % seeds.count]
      for _ in 0...random.integer(below: 3) { bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256)) }
      if index % 5 == 0 { bytes.removeLast(random.integer(below: bytes.count)) }
      do throws(FileError) { _ = try PNGImage.decode(InputFile(bytes, named: "damaged")) } catch { errors += 1 }
    }
    #expect(errors > 10_000)
  }
}
