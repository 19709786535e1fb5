/// The value of a field that is given when a logger is made; see ``Logger/init(level:sink:fields:clock:)``.
public enum LogValue: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral
{
    /// Text.
    case string(String)
    /// A whole number.
    case int(Int)
    /// A number; NaN and the infinities, which JSON lacks, become null.
    case double(Double)
    /// true or false.
    case bool(Bool)

    /// Makes ``string(_:)`` from a literal.
    public init(stringLiteral value: String) { self = .string(value) }

    /// Makes ``int(_:)`` from a literal.
    public init(integerLiteral value: Int) { self = .int(value) }

    /// Makes ``double(_:)`` from a literal.
    public init(floatLiteral value: Double) { self = .double(value) }

    /// Makes ``bool(_:)`` from a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
