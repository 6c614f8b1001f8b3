import Fathom

/// A file of arrays or a table, whichever its content shows. Arrays are read one by one, when they are asked for.
struct ArrayFile {
  let path: String
  let file: InputFile
  private let contents: Contents

  private enum Contents {
    case table, npy, idx
    case npz(NPZFile)
    case safetensors(SafetensorsFile)
    case shards(SafetensorsShards)
  }

  init(_ path: String) throws {
    self.path = path
    file = try InputFile(path)
    contents =
      switch try FormatKind.recognize(file) {
      case .csv: .table
      case .npy: .npy
      case .idx: .idx
      case .npz: .npz(try NPZFile(file))
      case .safetensors: .safetensors(try SafetensorsFile(file))
      case .safetensorsIndex: .shards(try SafetensorsShards(index: file))
      }
  }

  var isTable: Bool { if case .table = contents { true } else { false } }

  var names: [String] {
    switch contents {
    case .table: ["table"]
    case .npy, .idx: ["array"]
    case .npz(let archive): archive.names
    case .safetensors(let tensors): tensors.names
    case .shards(let shards): shards.names
    }
  }

  /// The array of that name.
  func array(_ name: String) throws -> NamedArray {
    guard names.contains(name) else {
      throw Failure(.badData, "\(path): no array \(name); there are \(names.listed)")
    }
    switch contents {
    case .npy: return NamedArray(name, try NPYFile.read(file))
    case .idx: return NamedArray(name, try IDXFile.read(file))
    case .table:
      let table = try Table<Double>(csv: file)
      return NamedArray(name, .double(table.numbers), columnNames: table.numberNames)
    case .npz(let archive): return NamedArray(name, try archive.read(name))
    case .safetensors(let tensors): return NamedArray(name, try tensors.read(name))
    case .shards(let shards): return NamedArray(name, try shards.read(name))
    }
  }

  /// The shape of that array, by its header where the file has one.
  func shape(of name: String) throws -> [Int] {
    switch contents {
    case .npz(let archive): return try archive.summary(name).shape
    case .safetensors(let tensors): if let entry = tensors.entry(name) { return entry.shape }
    case .shards(let shards): if let entry = shards.entry(name) { return entry.shape }
    case .table, .npy, .idx: break
    }
    return try array(name).values.shape.dimensions
  }
}

extension [String] {
  /// Joined by commas, the first few if there are many.
  var listed: String {
    prefix(8).joined(separator: ", ") + (count > 8 ? " and \(count - 8) more" : "")
  }
}
