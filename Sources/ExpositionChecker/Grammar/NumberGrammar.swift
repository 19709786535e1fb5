/// How numbers are written: OpenMetrics 1.0.0, "ABNF" (`number`, `realnumber`, `timestamp`) and "Numbers". The text
/// format refers to Go's `ParseFloat`, of which Prometheus takes decimal numbers only.
enum NumberGrammar {
    /// A sample's or exemplar's value.
    static func value(_ bytes: ArraySlice<UInt8>) throws(GrammarError) -> Double {
        guard !bytes.isEmpty else { throw GrammarError("no value") }
        guard let number = number(bytes) else {
            throw GrammarError("\(String(excerpt: bytes)) is neither a decimal number nor NaN, +Inf or -Inf")
        }
        return number
    }

    /// A value that may also be the text of `le` or `quantile`; nil if it is none, or too great for a `Double`.
    static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
        switch String(decoding: bytes, as: UTF8.self) {
        case "NaN": return .nan
        case "+Inf": return .infinity
        case "-Inf": return -.infinity
        case let text:
            guard isReal(bytes), let number = Double(text), number.isFinite else { return nil }
            return number
        }
    }

    /// OpenMetrics: seconds since the epoch.
    static func seconds(_ bytes: ArraySlice<UInt8>) throws(GrammarError) -> Timestamp {
        guard !bytes.isEmpty else { throw GrammarError("no timestamp after a space") }
        guard isReal(bytes), number(bytes) != nil else {
            throw GrammarError("\(String(excerpt: bytes)) is no timestamp: a decimal number of seconds")
        }
        return Timestamp(real: bytes)
    }

    /// Text format: whole milliseconds since the epoch, in 64 bits.
    static func milliseconds(_ bytes: ArraySlice<UInt8>) throws(GrammarError) -> Timestamp {
        guard Int64(String(decoding: bytes, as: UTF8.self)) != nil else {
            throw GrammarError("\(String(excerpt: bytes)) is no timestamp: a whole number of milliseconds")
        }
        return Timestamp(real: bytes)
    }

    /// `realnumber` of the ABNF: a sign, digits around a point with at least one, and an exponent; no hexadecimal, no
    /// underscore.
    static func isReal(_ bytes: ArraySlice<UInt8>) -> Bool {
        var scanner = LineScanner(bytes)
        takeSign(&scanner)
        var digits = scanner.take(while: ASCII.isDigit).count
        if scanner.take(ASCII.dot) { digits += scanner.take(while: ASCII.isDigit).count }
        guard digits > 0 else { return false }
        if let exponent = scanner.takeByte() {
            guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
            takeSign(&scanner)
            guard !scanner.take(while: ASCII.isDigit).isEmpty else { return false }
        }
        return scanner.isAtEnd
    }

    private static func takeSign(_ scanner: inout LineScanner) {
        if !scanner.take(ASCII.minus) { _ = scanner.take(ASCII.plus) }
    }
}
