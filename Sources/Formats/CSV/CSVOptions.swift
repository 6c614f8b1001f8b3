/// What the reader of a table need not find out by itself.
public struct CSVOptions: Sendable {
  public enum Separator: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
    /// Any run of blanks and tabs.
    case blanks = 0x20
  }

  public enum Header: Sendable { case automatic, present, absent }

  public enum DecimalMark: UInt8, Sendable {
    case point = 0x2E
    case comma = 0x2C
  }

  /// Nil: the one that cuts the first records into equally many fields.
  public var separator: Separator?
  /// Automatic: the first record is a header if it has text above numbers, or counts 0, 1, 2, ... above other numbers as pandas does.
  public var header = Header.automatic
  /// Nil: the comma if some number can be read no other way, such as `0,25` between semicolons.
  public var decimalMark: DecimalMark?
  /// Columns to keep as text even if they hold numbers.
  public var textColumns: Set<String> = []
  /// Whether a table without any number is refused.
  public var requiresNumbers = true

  public init() {}
}
