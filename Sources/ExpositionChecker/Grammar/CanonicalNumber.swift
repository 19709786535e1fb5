/// The one text a number has as the value of `le` or `quantile`: OpenMetrics 1.0.0, "Considerations: Canonical Numbers".
///
/// Go's `%g` with the shortest digits that read back the same, and `.0` where that has neither point nor exponent.
enum CanonicalNumber {
    static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        if number == 0 { return "0.0" }
        var (digits, point) = decimal(number.magnitude)
        let sign = number < 0 ? "-" : ""
        // From a million on, and below a ten-thousandth, %g takes the exponent.
        guard (-3...6).contains(point) else {
            let power = point - 1
            let size = power.magnitude < 10 ? "0\(power.magnitude)" : "\(power.magnitude)"
            if digits.count > 1 { digits.insert(".", at: digits.index(after: digits.startIndex)) }
            return "\(sign)\(digits)e\(power < 0 ? "-" : "+")\(size)"
        }
        if point <= 0 { return "\(sign)0.\(String(repeating: "0", count: -point))\(digits)" }
        digits += String(repeating: "0", count: max(0, point + 1 - digits.count))
        digits.insert(".", at: digits.index(digits.startIndex, offsetBy: point))
        return sign + digits
    }

    /// The shortest digits, and how many of them stand before the point; zeros are missing where that is negative.
    private static func decimal(_ number: Double) -> (digits: String, point: Int) {
        let parts = number.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        var digits = Substring(mantissa.joined())
        while digits.first == "0" {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == "0" { digits.removeLast() }
        return (String(digits), point)
    }
}
