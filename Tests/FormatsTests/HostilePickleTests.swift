import Testing

@testable import Formats

/// Pickles made by hand to do harm: each is refused with its reason, in no time and no memory to speak of, and nothing is run.
struct HostilePickleTests {
  /// A pickle of protocol 2, written opcode by opcode.
  private struct Writer {
    var bytes: [UInt8] = [0x80, 2]

    static func += (writer: inout Writer, text: String) { writer.bytes += Array(text.utf8) }
    mutating func op(_ opcodes: UInt8...) { bytes += opcodes }
    mutating func global(_ module: String, _ name: String) { self += "c\(module)\n\(name)\n" }
    mutating func text(_ text: String) { bytes += [0x58] + number(text.utf8.count, 4) + Array(text.utf8) }
    mutating func integer(_ value: Int) { bytes += [0x8A, 8] + number(value, 8) }

    private func number(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    mutating func integers(_ values: [Int]) {
      self += "("
      values.forEach { integer($0) }
      self += "t"
    }

    /// A call that rebuilds a tensor.
    mutating func tensor(
      key: String = "0", storage: String = "FloatStorage", claimed: Int = 6, offset: Int = 0, shape: [Int] = [2, 3], strides: [Int] = [3, 1]
    ) {
      global("torch._utils", "_rebuild_tensor_v2")
      self += "(("
      text("storage")
      global("torch", storage)
      text(key)
      text("cpu")
      integer(claimed)
      self += "tQ"
      integer(offset)
      integers(shape)
      integers(strides)
      op(0x89)
      self += "}tR"
    }
  }

  private func file(_ pickle: [UInt8], storage: [UInt8] = [UInt8](repeating: 0, count: 24)) -> InputFile {
    InputFile(StoredArchive.bytes([("a/data.pkl", pickle), ("a/data/0", storage), ("a/version", Array("3\n".utf8))]), named: "a.pt")
  }

  private func made(_ body: (inout Writer) -> Void) -> [UInt8] {
    var writer = Writer()
    body(&writer)
    writer += "."
    return writer.bytes
  }

  /// A dictionary with one tensor in it.
  private func tensor(
    key: String = "0", storage: String = "FloatStorage", claimed: Int = 6, offset: Int = 0, shape: [Int] = [2, 3], strides: [Int] = [3, 1]
  ) -> [UInt8] {
    made { writer in
      writer += "}("
      writer.text("w")
      writer.tensor(key: key, storage: storage, claimed: claimed, offset: offset, shape: shape, strides: strides)
      writer += "u"
    }
  }

  @Test func theHandmadeFileIsReadWhereNothingIsWrong() throws {
    #expect(try file(tensor()).arrays().map(\.values.shape) == [[2, 3]])
  }

  @Test func viewsOutsideOfTheirStorageAreRefused() throws {
    let cases: [(pickle: [UInt8], words: String)] = [
      (tensor(claimed: 1 << 62), "claims"), (tensor(claimed: -1), "claims"), (tensor(claimed: 7), "claims"),
      (tensor(offset: -1), "offset"), (tensor(offset: 1), "beyond"), (tensor(offset: 1 << 40), "beyond"), (tensor(offset: .max), "overflow"),
      (tensor(shape: [1 << 33, 1 << 33], strides: [1, 1]), "overflow"), (tensor(shape: [-2, 3]), "extent"), (tensor(shape: [3, 3]), "beyond"),
      (tensor(strides: [1 << 62, 1]), "beyond"), (tensor(shape: [5, 3], strides: [1 << 62, 1]), "overflow"), (tensor(strides: [-3, 1]), "stride"),
      (tensor(strides: [1]), "strides for"), (tensor(shape: [1 << 30, 1 << 10], strides: [0, 0]), "repeats"),
      (tensor(shape: [Int](repeating: 1, count: 65), strides: [Int](repeating: 1, count: 65)), "axes"),
      (tensor(key: "../../../etc/passwd"), "no record"), (tensor(key: "9"), "no record"),
    ]
    for (pickle, words) in cases {
      let error = try #require(fileError { try file(pickle).arrays() })
      #expect(error.kind == .badData && error.reason.contains(words) && error.place?.contains("tensor \"w\"") == true, "\(words): \(error)")
    }
    let unknown = try #require(fileError { try file(tensor(storage: "MagicStorage")).arrays() })
    #expect(unknown.kind == .unsupported && unknown.reason.contains("torch.MagicStorage"))
  }

  @Test func namesOfAttacksAreRefused() throws {
    let names = [
      ("os", "system"), ("posix", "system"), ("nt", "system"), ("subprocess", "Popen"), ("builtins", "eval"), ("__builtin__", "exec"),
      ("builtins", "getattr"), ("builtins", "__import__"), ("runpy", "_run_code"), ("importlib.util", "spec_from_file_location"),
      ("os.path", "os.system"), ("numpy", "testing.os.system"), ("torch", "nn.sys.modules"), ("builtins", "eval.__call__"),
      ("collections", "OrderedDict.__init__.__globals__"), ("ctypes.util", "find_library"), ("torch.serialization", "load"), ("shutil", "rmtree"),
    ]
    for (module, name) in names {
      let forms = [
        made { $0.global(module, name) },
        made { writer in
          writer.text(module)
          writer.text(name)
          writer.op(0x93)
        },
        made { $0 += "(i\(module)\n\(name)\n" },
      ]
      for form in forms {
        for input in [file(form), InputFile(form, named: "a.pt")] {
          let error = try #require(fileError { try input.arrays() })
          #expect(error.kind == .badData && error.reason.contains("refused") && error.reason.contains("\(module).\(name)"), "\(error)")
        }
      }
    }
    // What a user's own classes are called is no reason.
    for (module, name) in [("argparse", "Namespace"), ("__main__", "Net"), ("models.os_net", "system"), ("pathlib", "PosixPath"), ("test", "eval")] {
      #expect(fileError { try file(made { $0.global(module, name) }).arrays() } == nil)
    }
  }

  @Test func whatIsNoPickleIsNamedByItsByte() throws {
    let cases: [(body: (inout Writer) -> Void, words: String)] = [
      ({ $0 += "R" }, "stack is empty"), ({ $0 += "u" }, "MARK"), ({ $0.op(0x68, 9) }, "never set"), ({ $0.op(0xFF) }, "no opcode"),
      ({ $0.op(0x8B, 0xFF, 0xFF, 0xFF, 0xFF) }, "negative"), ({ $0.op(0x58, 0xFF, 0xFF, 0xFF, 0xFF) }, "truncated"),
      ({ $0.op(0x8D, 0, 0, 0, 0, 0, 0, 0, 0x80) }, "truncated"), ({ $0.op(0x58, 2, 0, 0, 0, 0xC3, 0x28) }, "UTF-8"),
      ({ $0 += ")K\u{1}a" }, "only lists"), ({ $0 += "}(K\u{1}u" }, "without a value"), ({ $0 += "K\u{1}}b" }, "has none"), ({ $0 += "K\u{1})R" }, "a call of"),
      ({ $0 += "I1\n" }, "protocol 0"), ({ $0.op(0x80, 9) }, "protocol 9"), ({ $0.op(0x72, 1, 0, 0, 0) }, "stack is empty"),
      ({ $0 += "Nr\u{7F}\u{7F}\u{7F}\u{7F}" }, "memo slot"), ({ $0 += "N.N" }, "after the end"), ({ $0 += "((" }, "stack is empty"),
    ]
    for (body, words) in cases {
      let error = try #require(fileError { try file(made(body)).arrays() }, "\(words)")
      #expect(error.reason.contains(words) && error.place?.contains("data.pkl, byte") == true, "\(words): \(error)")
    }
    var unended = tensor()
    unended.removeLast()
    #expect(fileError { try file(unended).arrays() }?.reason.contains("STOP is missing") == true)
  }

  @Test func nothingIsChangedThatATensorIs() throws {
    for ending in ["N}sb.", "K\u{1}K\u{2}s.", "K\u{1}a.", "}b.", "(K\u{1}K\u{2}u."] {
      var writer = Writer()
      writer.tensor()
      writer += ending
      let error = try #require(fileError { try file(writer.bytes).arrays() })
      #expect(error.kind == .badData && error.reason.contains("tensor"), "\(ending): \(error)")
    }
  }

  @Test func depthAndNumberAreLimited() throws {
    let deep = made { writer in
      writer += "N"
      writer.bytes += [UInt8](repeating: 0x85, count: 1_000_000)
    }
    #expect(fileError { try file(deep).arrays() }?.reason.contains("deep") == true)
    for repeated in ["N", "(", "]", "N0}", "2"] {
      let many = [0x80, 2, 0x4E] + [UInt8]((0..<5_000_000).flatMap { _ in Array(repeated.utf8) }) + [0x2E]
      let error = fileError { try file(many).arrays() }
      #expect(error?.reason.contains("more than") == true, "\(repeated): \(String(describing: error))")
    }
    // A list that holds itself.
    #expect(try file(made { $0 += "]q\u{0}h\u{0}a" }).arrays().isEmpty)
  }

  /// Thirty lists, each of which holds the next one ten times: no tensor is in them, or one that 10^30 ways lead to.
  @Test func sharedValuesAreNotWalkedMoreOftenThanThereIsTimeFor() throws {
    func laughs(_ leaf: (inout Writer) -> Void) -> [UInt8] {
      made { writer in
        leaf(&writer)
        for _ in 0..<30 { writer += "q\u{0}0](" + String(repeating: "h\u{0}", count: 10) + "e" }
      }
    }
    #expect(try file(laughs { $0 += "N" }).arrays().isEmpty)
    let error = try #require(fileError { try file(laughs { $0.tensor() }).arrays() })
    #expect(error.reason.contains("more than"))
    // Equal names, and a shared list whose many other values would be looked at each time.
    let twins = made { writer in
      writer += "}("
      for _ in 0..<2000 {
        writer.text("w")
        writer.tensor()
      }
      writer += "u"
    }
    #expect(try file(twins).tensorFile().names.suffix(1) == ["w (2000)"])
    let wide = made { writer in
      writer += "]("
      writer.bytes += [UInt8](repeating: 0x4E, count: 50_000)
      writer.tensor()
      writer += "eq\u{0}0](" + String(repeating: "h\u{0}", count: 50_000) + "e"
    }
    #expect(fileError { try file(wide).arrays() }?.reason.contains("more than") == true)
  }

  @Test func anArchiveOfTwoFoldersIsRefused() throws {
    let two = StoredArchive.bytes([("a/data.pkl", tensor()), ("a/data/0", [UInt8](repeating: 0, count: 24)), ("b/data.pkl", made { $0.global("os", "system") })])
    #expect(fileError { try InputFile(two, named: "a.pt").arrays() }?.reason.contains("two folders") == true)
  }
}
