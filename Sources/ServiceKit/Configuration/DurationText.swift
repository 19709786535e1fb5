/// Durations as people write them: `250ms`, `1.5s`, `1m`, `2h`. A bare `0` needs no unit.
public enum DurationText {
    private static let units: [(suffix: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
    ]

    /// Reads a duration; nil for a text without a unit, with a sign, or with anything else in it.
    public static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let suffix = text[number.endIndex...]
        guard let unit = units.first(where: { $0.suffix == suffix }), let value = NumberText.parse(String(number))
        else {
            return nil
        }
        let nanoseconds = value * unit.nanoseconds
        guard nanoseconds < 9e18 else { return nil }
        return .nanoseconds(Int64(nanoseconds.rounded()))
    }

    /// Writes a duration in the largest unit that keeps it whole.
    public static func format(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        if nanoseconds == 0 { return "0s" }
        for unit in units.reversed() where nanoseconds % Int64(unit.nanoseconds) == 0 {
            return "\(nanoseconds / Int64(unit.nanoseconds))\(unit.suffix)"
        }
        return "\(nanoseconds)ns"
    }
}

/// Plain decimal numbers: digits with at most one point. No sign, no exponent, no `nan`, no `inf`.
public enum NumberText {
    /// Reads a number; nil for anything else.
    public static func parse(_ text: String) -> Double? {
        guard !text.isEmpty, text.utf8.count <= 32, text.utf8.first != UInt8(ascii: "."),
            text.utf8.last != UInt8(ascii: "."),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") })
        else { return nil }
        return Double(text)
    }

    /// Reads a whole number: digits alone.
    public static func parseInteger(_ text: String) -> Int? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(text)
    }

    /// Writes a number without a needless fraction.
    public static func format(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
