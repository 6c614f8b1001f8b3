import Foundation
import Tensors
import Testing

@testable import Formats

/// JPEG files and folders of pictures against Pillow, whose JPEG coder may round otherwise by a level or two.
@Suite(.enabled(if: Python.has("PIL.Image"), "no .venv with Pillow here"))
struct ImageFolderTests {
  private func pictures(_ script: String) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    _ = try Python.run("import os\nfrom PIL import Image\nrandom = np.random.default_rng(5)\n" + script, in: directory)
    return directory
  }

  @Test func jpegsAreWhatPillowReads() throws {
    let directory = try pictures("""
      y, x = np.mgrid[0:37, 0:50]
      rgb = np.stack([x * 5, y * 6, x + y], -1).astype(np.uint8)
      Image.fromarray(rgb).save('rgb.jpg', quality=90)
      Image.fromarray(rgb).save('progressive.jpg', quality=95, progressive=True, subsampling=0)
      Image.fromarray(rgb[..., 0]).save('grey.jpg')
      Image.fromarray(rgb).convert('CMYK').save('four.jpg')
      for name in ['rgb', 'progressive', 'grey']: np.save(name + '.npy', np.asarray(Image.open(name + '.jpg')))
      """)
    for name in ["rgb", "progressive", "grey"] {
      let found = try JPEGImage.decode(InputFile(directory.file("\(name).jpg")))
      guard case .uint8(let wanted) = try NPYFile.read(InputFile(directory.file("\(name).npy"))) else { Issue.record("no bytes"); continue }
      #expect(found.shape.dimensions == wanted.shape.dimensions + (name == "grey" ? [1] : []))
      #expect(zip(found.scalars, wanted.scalars).allSatisfy { abs(Int($0) - Int($1)) <= 3 }, "\(name)")
    }
    #expect(fileError { try JPEGImage.decode(InputFile(directory.file("four.jpg"))) }?.kind == .unsupported)
  }

  @Test func cutAndDamagedJPEGsAreErrorsOrPictures() throws {
    let directory = try pictures("Image.fromarray(random.integers(0, 256, (24, 24, 3), dtype=np.uint8)).save('a.jpg')")
    let original = try InputFile(directory.file("a.jpg")).withBytes { Array($0) }
    for cut in 0..<64 {
      let error = fileError { try JPEGImage.decode(InputFile(original.prefix(original.count * cut / 64), named: "cut")) }
      #expect(error?.path == "cut" && error?.kind == .badData, "\(cut): \(String(describing: error))")
    }
    var random = RandomGenerator(seed: 6)
    for _ in 0..<5000 {
      var bytes = original
      for _ in 0...random.integer(below: 4) { bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256)) }
      let error = fileError { try JPEGImage.decode(InputFile(bytes, named: "damaged")) }
      #expect(error == nil || error?.path == "damaged")
    }
  }

  @Test func foldersInsideAreClasses() throws {
    let directory = try pictures("""
      os.makedirs('cats'); os.makedirs('dogs')
      for name, value in [('cats/1', 10), ('cats/2', 20), ('dogs/3', 30)]: Image.fromarray(np.full((4, 6), value, np.uint8)).save(name + '.png')
      open('dogs/notes.txt', 'w').write('x')
      open('.hidden', 'w').write('x')
      """)
    #expect(ImageFolder.isImageFolder(directory.path))
    let folder = try ImageFolder(directory.path)
    #expect(folder.pixels.shape == [3, 4, 6, 1] && folder.names == ["cats/1.png", "cats/2.png", "dogs/3.png"])
    #expect(folder.labels == [0, 0, 1] && folder.classes == ["cats", "dogs"] && folder.skippedCount == 1)
    #expect(folder.pixels.scalars.prefix(24).allSatisfy { $0 == 10 } && folder.pixels.scalars.suffix(24).allSatisfy { $0 == 30 })
  }

  @Test func greyAmongColoursIsWidenedAndSizesMustAgree() throws {
    let directory = try pictures("""
      Image.fromarray(np.full((2, 3), 7, np.uint8)).save('a.png')
      Image.fromarray(np.full((2, 3, 4), 9, np.uint8)).save('b.png')
      os.makedirs('none'); os.makedirs('odd'); os.makedirs('mixed/inner')
      for name, size in [('odd/a', 2), ('odd/b', 3), ('mixed/a', 2), ('mixed/inner/b', 2)]: Image.fromarray(np.zeros((size, 3), np.uint8)).save(name + '.png')
      """)
    try FileManager.default.createDirectory(atPath: directory.file("flat"), withIntermediateDirectories: true)
    for name in ["a.png", "b.png"] { try FileManager.default.moveItem(atPath: directory.file(name), toPath: directory.file("flat/" + name)) }
    let folder = try ImageFolder(directory.file("flat"))
    #expect(folder.pixels.shape == [2, 2, 3, 3] && folder.labels == nil)
    #expect(folder.pixels.scalars == [UInt8](repeating: 7, count: 18) + [UInt8](repeating: 9, count: 18))
    let odd = fileError { try ImageFolder(directory.file("odd")) }
    #expect(odd?.path.hasSuffix("odd/b.png") == true && odd?.reason.contains("3 times 3") == true)
    #expect(fileError { try ImageFolder(directory.file("mixed")) }?.reason.contains("beside") == true)
    #expect(!ImageFolder.isImageFolder(directory.file("none")))
    #expect(fileError { try ImageFolder(directory.file("none")) }?.kind == .badData)
  }
}
