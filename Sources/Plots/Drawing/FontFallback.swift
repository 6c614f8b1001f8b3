#if canImport(CFontconfig)
  internal import CFontconfig
#endif
internal import Synchronization

/// Which of the system's families has a character that the usual one lacks, as fontconfig knows it. Cairo's plain text looks for none: it
/// draws boxes.
///
/// Each character is drawn by itself from left to right: scripts whose letters join or change places, as Arabic and Devanagari, are drawn
/// unjoined.
enum FontFallback {
  enum Choice: Hashable {
    case usual
    case family(String)
    /// No font has it.
    case nothing
  }

  private static let known = Mutex<[UInt32: Choice]>([:])

  /// Looks a character up, once in the life of the process. O(fonts) then.
  static func choice(for scalar: Unicode.Scalar) -> Choice {
    // Everything has ASCII; marks that change how others look are no letters.
    guard scalar.value >= 128, !scalar.properties.isVariationSelector, !scalar.properties.isWhitespace else { return .usual }
    return known.withLock { known in
      if let choice = known[scalar.value] { return choice }
      let choice = lookUp(scalar)
      known[scalar.value] = choice
      return choice
    }
  }

  /// The characters that were asked for and that no font has.
  static var missing: [Unicode.Scalar] {
    known.withLock { known in known.filter { $0.value == .nothing }.keys.sorted().compactMap(Unicode.Scalar.init) }
  }

  /// Text in stretches of one family each.
  static func runs(_ text: String) -> [(text: String, choice: Choice)] {
    guard text.utf8.contains(where: { $0 >= 128 }) else { return [(text, .usual)] }
    var runs: [(text: String, choice: Choice)] = []
    for character in text {
      // What is in no font is drawn as the usual one draws it: a box.
      let own = choice(for: character.unicodeScalars.first!)
      let choice = own == .nothing ? .usual : own
      if runs.last?.choice == choice { runs[runs.count - 1].text.append(character) } else { runs.append((String(character), choice)) }
    }
    return runs
  }

  #if canImport(CFontconfig)
    private static func lookUp(_ scalar: Unicode.Scalar) -> Choice {
      func has(_ font: OpaquePointer?) -> Bool {
        var characters: OpaquePointer?
        guard let font, FcPatternGetCharSet(font, FC_CHARSET, 0, &characters) == FcResultMatch else { return false }
        return FcCharSetHasChar(characters, scalar.value) != 0
      }
      let usual = match(nil)
      defer { if let usual { FcPatternDestroy(usual) } }
      // A system without fonts has Cairo's own, which are handled elsewhere.
      if usual == nil || has(usual) { return .usual }
      let other = match(scalar)
      defer { if let other { FcPatternDestroy(other) } }
      var family: UnsafeMutablePointer<FcChar8>?
      guard has(other), FcPatternGetString(other, FC_FAMILY, 0, &family) == FcResultMatch, let family else { return .nothing }
      return .family(String(cString: family))
    }

    /// The font that is taken for sans-serif text, with a certain character if there is one that has it.
    private static func match(_ scalar: Unicode.Scalar?) -> OpaquePointer? {
      guard let pattern = FcPatternCreate() else { return nil }
      defer { FcPatternDestroy(pattern) }
      _ = Font.systemFamily.withCString { name in
        name.withMemoryRebound(to: FcChar8.self, capacity: Font.systemFamily.utf8.count + 1) { FcPatternAddString(pattern, FC_FAMILY, $0) }
      }
      if let scalar, let characters = FcCharSetCreate() {
        FcCharSetAddChar(characters, scalar.value)
        FcPatternAddCharSet(pattern, FC_CHARSET, characters)
        FcCharSetDestroy(characters)
      }
      FcConfigSubstitute(nil, pattern, FcMatchPattern)
      FcDefaultSubstitute(pattern)
      var result = FcResultNoMatch
      return FcFontMatch(nil, pattern, &result)
    }
  #else
    /// Other systems' Cairo asks the system itself.
    private static func lookUp(_ scalar: Unicode.Scalar) -> Choice { .usual }
  #endif
}

extension Font {
  /// What to tell whoever lacks a font for characters that were drawn, and which package has one; nil where none are missing.
  public static var uncoveredLetters: (message: String, hint: String)? {
    let missing = FontFallback.missing
    guard let first = missing.first else { return nil }
    let some = missing.prefix(5).map { "\($0) (U+\(String($0.value, radix: 16, uppercase: true)))" }.joined(separator: ", ")
    let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
    let package =
      switch first.value {
      case 0x2E80...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF00...0xFFEF, 0x20000...0x3FFFF:
        "fonts-noto-cjk (Debian) or google-noto-sans-cjk-fonts (Fedora)"
      case 0x2600...0x27BF, 0x1F000...0x1FAFF: "fonts-noto-color-emoji (Debian) or google-noto-color-emoji-fonts (Fedora)"
      default: "fonts-noto-core (Debian) or google-noto-sans-fonts (Fedora)"
      }
    return ("no installed font has \(some)\(more): drawn as boxes", "install a font package, for example \(package)")
  }
}
