/// A scalar as PyTorch stores it.
struct PyTorchType: Hashable {
  /// As PyTorch calls it: `float32`, `qint8`.
  var name: String
  /// In bytes.
  var size: Int
  /// As the readers of arrays know it; nil for scalars that are listed but not read.
  var elementType: ElementType?

  /// Whether its integers stand for other numbers.
  var isQuantized: Bool { name.hasPrefix("q") }

  init(_ elementType: ElementType, name: String? = nil) {
    self.name = name ?? elementType.name
    size = elementType.size
    self.elementType = elementType
  }

  private init(unread name: String, size: Int) {
    self.name = name
    self.size = size
  }

  /// The class of a storage: `torch.FloatStorage`, `torch.cuda.HalfStorage`. Nil for those that are not known.
  init?(storageClass: String) {
    let parts = storageClass.split(separator: ".")
    guard parts.first == "torch", let last = parts.last, let type = Self.storages[String(last)] else { return nil }
    self = type
  }

  /// A type object: `torch.float8_e5m2`. Nil for those that are not known.
  init?(typeObject: String) {
    guard typeObject.hasPrefix("torch."), let type = Self.types[String(typeObject.dropFirst("torch.".count))] else { return nil }
    self = type
  }

  private static let storages: [String: PyTorchType] = [
    "DoubleStorage": PyTorchType(.float64), "FloatStorage": PyTorchType(.float32), "HalfStorage": PyTorchType(.float16),
    "BFloat16Storage": PyTorchType(.bfloat16), "LongStorage": PyTorchType(.int64), "IntStorage": PyTorchType(.int32),
    "ShortStorage": PyTorchType(.int16), "CharStorage": PyTorchType(.int8), "ByteStorage": PyTorchType(.uint8),
    "BoolStorage": PyTorchType(.bool), "UntypedStorage": PyTorchType(.uint8), "ComplexFloatStorage": complex64,
    "ComplexDoubleStorage": complex128, "QInt8Storage": PyTorchType(.int8, name: "qint8"),
    "QUInt8Storage": PyTorchType(.uint8, name: "quint8"), "QInt32Storage": PyTorchType(.int32, name: "qint32"),
  ]

  private static let types: [String: PyTorchType] = {
    let plain: [ElementType] = [
      .bool, .uint8, .int8, .uint16, .int16, .uint32, .int32, .uint64, .int64, .float16, .bfloat16, .float32, .float64,
    ]
    var types = Dictionary(uniqueKeysWithValues: (plain + Float8Format.allCases.map { .float8($0) }).map { ($0.name, PyTorchType($0)) })
    for (alias, type) in [("half", ElementType.float16), ("float", .float32), ("double", .float64), ("short", .int16), ("int", .int32), ("long", .int64)] {
      types[alias] = PyTorchType(type)
    }
    for type in [complex64, complex128, PyTorchType(unread: "complex32", size: 4), PyTorchType(unread: "float4_e2m1fn_x2", size: 1)] {
      types[type.name] = type
    }
    return types
  }()

  private static let complex64 = PyTorchType(unread: "complex64", size: 8)
  private static let complex128 = PyTorchType(unread: "complex128", size: 16)
}
