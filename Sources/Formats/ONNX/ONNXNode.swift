/// A NodeProto, as far as it tells of weights and of whether the model can be whole.
struct ONNXNode {
  var operation = ""
  var name = ""
  var inputs: [String] = []
  var outputs: [String] = []
  var graphs: [UnsafeRawBufferPointer] = []
  /// The tensor of a Constant.
  var value: UnsafeRawBufferPointer?
  /// The numbers of a Constant that has no tensor.
  var constant: ONNXTensor?
  /// In the file, for messages.
  let offset: Int
  private var strides: [Int64] = []
  private var group: Int64 = 1

  var title: String { name.isEmpty ? "\(operation) (\(outputs.first ?? "?"))" : "\(name) (\(operation))" }

  init(_ bytes: UnsafeRawBufferPointer, _ base: UnsafeRawPointer) throws(ONNXFailure) {
    offset = bytes.baseAddress.map { $0 - base } ?? 0
    var reader = WireReader(bytes)
    while let field = try ONNXFailure.field(&reader, bytes, base) {
      switch field.number {
      case 1: inputs.append(field.value.text ?? "")
      case 2: outputs.append(field.value.text ?? "")
      case 3: name = field.value.text ?? ""
      case 4: operation = field.value.text ?? ""
      case 5: if let attribute = field.value.bytes { try add(attribute, base) }
      default: break
      }
    }
  }

  private mutating func add(_ attribute: UnsafeRawBufferPointer, _ base: UnsafeRawPointer) throws(ONNXFailure) {
    var key = ""
    var floats: [WireReader.Field] = []
    var integers: [WireReader.Field] = []
    var tensor: UnsafeRawBufferPointer?
    var reader = WireReader(attribute)
    while let field = try ONNXFailure.field(&reader, attribute, base) {
      switch field.number {
      case 1: key = field.value.text ?? ""
      case 2, 7: floats.append(field)
      case 3, 8: integers.append(field)
      case 5: tensor = field.value.bytes
      case 6, 11: if let graph = field.value.bytes { graphs.append(graph) }
      default: break
      }
    }
    switch key {
    case "value": value = tensor
    case "value_float", "value_floats": constant = numbers(floats, type: 1, field: 4, isList: key.hasSuffix("s"))
    case "value_int", "value_ints": constant = numbers(integers, type: 7, field: 7, isList: key.hasSuffix("s"))
    case "strides": strides = integers.flatMap(\.value.integers)
    case "group": group = integers.flatMap(\.value.integers).last ?? 1
    default: break
    }
  }

  private func numbers(_ fields: [WireReader.Field], type: Int, field: Int, isList: Bool) -> ONNXTensor {
    let count = type == 1 ? fields.reduce(0) { $0 + $1.value.floats.count } : fields.reduce(0) { $0 + $1.value.integers.count }
    return ONNXTensor(
      name: outputs.first ?? "", dimensions: isList ? [count] : [], dataType: type,
      typed: fields.map { WireReader.Field(number: field, value: $0.value) })
  }

  /// Refuses what no runtime could compute, however it is asked.
  /// - Parameter tensors: Those that are known so far.
  func check(_ tensors: [ONNXTensor]) throws(ONNXFailure) {
    if strides.contains(where: { $0 < 1 }) || group < 1 {
      throw ONNXFailure(offset: offset, reason: "node \(title): strides \(strides), group \(group); all are 1 or more")
    }
    guard operation == "Expand" || operation == "ConstantOfShape", let name = operation == "Expand" ? inputs.dropFirst().first : inputs.first,
      let shape = tensors.last(where: { $0.name == name }), shape.dataType == 7
    else { return }
    let extents = shape.typed.flatMap(\.value.integers) + shape.rawIntegers
    var count = 1
    for extent in extents {
      let (next, overflow) = count.multipliedReportingOverflow(by: Int(max(extent, 1)))
      guard !overflow, next <= Self.mostElements else {
        throw ONNXFailure(offset: offset, reason: "node \(title) makes a tensor of shape \(extents), more than the \(Self.mostElements) elements that are taken")
      }
      count = next
    }
  }

  private static let mostElements = 1 << 33
}
