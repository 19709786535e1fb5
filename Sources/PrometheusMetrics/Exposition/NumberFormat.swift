/// How numbers are written in an exposition: Swift's own `nan`, `inf` and `1e+16` differ from what Prometheus reads.
enum NumberFormat {
    /// A sample's value: the shortest form that reads back the same, whole numbers without a fraction.
    static func value(_ number: Double) -> String {
        if let special = special(number) { return special }
        if let whole = whole(number) { return String(whole) }
        return number.description
    }

    /// The number without its fraction if it has none; nil above 2^53 too, where not every whole number is a Double and
    /// the exponent form is shorter.
    static func whole(_ number: Double) -> Int? {
        guard abs(number) < 9_007_199_254_740_992, number == number.rounded(.towardZero) else { return nil }
        return Int(number)
    }

    /// A bucket's bound as OpenMetrics 1.0, "Canonical Numbers", has it: `0.005`, `1.0`, `100000.0`, `1e+06`, `1e-05`.
    ///
    /// Prometheus 2 keeps the text of `le` as it comes, so a bound written in two ways would be two series. The rule is
    /// that of Go's `%g` with the shortest digits, plus `.0` where it has neither point nor exponent.
    static func bound(_ number: Double) -> String {
        if let special = special(number) { return special }
        if number == 0 { return "0.0" }
        let sign = number < 0 ? "-" : ""
        let (digits, exponent) = decimal(number.magnitude)
        if exponent < -4 || exponent >= 6 {
            let fraction = digits.dropFirst()
            let point = fraction.isEmpty ? "" : "."
            let magnitude = String(exponent.magnitude)
            let padding = magnitude.utf8.count < 2 ? "0" : ""
            return "\(sign)\(digits.prefix(1))\(point)\(fraction)e\(exponent < 0 ? "-" : "+")\(padding)\(magnitude)"
        }
        if exponent < 0 {
            return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)"
        }
        let whole = digits.prefix(exponent + 1)
        let zeros = String(repeating: "0", count: exponent + 1 - whole.count)
        let fraction = digits.dropFirst(exponent + 1)
        return "\(sign)\(whole)\(zeros).\(fraction.isEmpty ? "0" : String(fraction))"
    }

    private static func special(_ number: Double) -> String? {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number > 0 ? "+Inf" : "-Inf" }
        return nil
    }

    /// The shortest significant digits of a positive number, and the decimal exponent of the first of them.
    private static func decimal(_ number: Double) -> (digits: String, exponent: Int) {
        let parts = number.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let written = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let all = mantissa.joined()
        let leadingZeros = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leadingZeros)
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return (String(digits), mantissa[0].count - 1 - leadingZeros + written)
    }
}
